import { sql } from 'kysely'
import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type Happened, happened } from '../../../platform/verb/verb.ts'
import { kindOf } from '../../pack.ts'
import type { StoredProfile } from '../reads/profiles.ts'
import { standingOf } from '../standing.ts'
import { writeStatements } from '../write.ts'
import { type AskRow, askKind, type Channel } from './ask.ts'
import { eventOf, isNeedKind, type NeedKind, type Said, statedBy } from './rules.ts'

export function needKindOf(ctx: Context, kind: string): NeedKind {
  const found = kindOf(ctx, kind)
  if (!isNeedKind(found)) throw refuse('not-a-need', { kind })
  return found
}

type Answering = {
  readonly need: StoredProfile
  readonly said: Said
  readonly channel: Channel
  /** Where it was heard: the holder's own name, or what an officer wrote. */
  readonly source: string
}

/** States what was said of a need, and says so: a statement like any other, so that its history shows who kept it alive and how. */
export async function stateAnswer(
  tx: WriteTx,
  ctx: Context,
  { need, said, channel, source }: Answering,
): Promise<{ version: string; until?: string; happened: Happened }> {
  const kind = needKindOf(ctx, need.kind)
  const today = ctx.clock.today()
  const stated = statedBy(kind, said, today)
  if (!stated.ok) throw refuse('bad-input', { issues: [{ path: stated.path, code: stated.code }] })
  const before = standingOf(kind, { facts: need.facts, asOf: need.as_of }, today)
  const [version] = await writeStatements(tx, ctx, need.kind, [
    {
      subjectId: need.subject_id,
      fresh: false,
      source,
      asOf: today,
      values: stated.values,
      demonstration: need.demonstration,
    },
  ])
  return {
    version: version as string,
    ...(stated.until !== undefined && { until: stated.until }),
    happened: {
      name: eventOf[said.answer],
      about: { kind: need.kind, id: need.subject_id },
      day: today,
      before: { standing: before.standing, ...(before.until !== undefined && { until: before.until }) },
      after: {
        answer: said.answer,
        channel,
        ...(stated.until !== undefined && { until: stated.until }),
        ...(said.quantity !== undefined && { quantity: said.quantity }),
        ...(said.answer === 'dropped' && said.reason !== undefined && { reason: said.reason }),
      },
    },
  }
}

/** An ask with an answer of one of its needs put down. */
export function askAnswered(ctx: Context, ask: AskRow, needId: string, answer: Said['answer']): AskRow {
  const day = ctx.clock.today()
  const answers = [...ask.answers.filter((one) => one.needId !== needId), { needId, answer, day }]
  return {
    ...ask,
    version: newId(),
    answers,
    state: answers.length === ask.needs.length ? 'answered' : ask.state,
    lastDay: day,
  }
}

/** Asks that wait for an answer about a need, which came another way: they are answered too. */
export async function settledAsks(
  tx: WriteTx,
  ctx: Context,
  needId: string,
  answer: Said['answer'],
): Promise<Happened[]> {
  const found = await sql<{ row: AskRow }>`
    select row from need_ask where district_id = ${tx.district} and state = 'waiting' and need_ids @> array[${needId}::uuid] for update
  `.execute(tx.query)
  const events: Happened[] = []
  for (const { row: before } of found.rows) {
    if (before.answers.some((one) => one.needId === needId)) continue
    const after = askAnswered(ctx, before, needId, answer)
    if (after.state === 'answered') await closeLink(tx, after.id, 'used')
    events.push(happened(askKind, { name: 'need.ask-answered', day: ctx.clock.today(), before, after }))
  }
  return events
}

/** Closes the address of an ask that still waits. */
export async function closeLink(tx: WriteTx, askId: string, state: 'used' | 'revoked'): Promise<void> {
  await sql`update ask_link set state = ${state} where district_id = ${tx.district} and ask_id = ${askId}::uuid and state = 'waiting'`.execute(
    tx.query,
  )
}

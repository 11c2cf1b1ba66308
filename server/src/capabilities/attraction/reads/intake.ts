import { type Day, toBase, type Value } from '@qiongding/kernel'
import { normaliseName } from '@qiongding/names'
import type { CompiledJourney, PackFact } from '@qiongding/pack-format'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { comparedKeys } from '../../../spine/compared.ts'
import { definitionOf } from '../../../spine/journeys/index.ts'
import { packOf } from '../../../spine/pack.ts'
import { factsOf } from '../../../spine/registry/index.ts'
import type { attractionContract, Draft } from '../contract.ts'
import { type ChatDraft, readChat } from '../rules/index.ts'
import { leadKind } from '../tables.ts'

type Intake = NonNullable<CompiledJourney['intake']>

/** A definition that is drafted from what somebody says, with how. Refuses where the pack has none of that name. */
export function intakeOf(
  ctx: Context,
  id: string,
): { readonly definition: CompiledJourney; readonly intake: Intake } {
  const definition = definitionOf(ctx, id)
  if (!definition?.intake) throw refuse('no-intake', { definition: id })
  return { definition, intake: definition.intake }
}

/** Longest text that is read as a conversation, in characters: a day of a busy group. More is a file, and belongs into an import. */
export const LONGEST_TEXT = 20_000

/** What a pasted text says, as facts of the definition. Nothing of it is kept. */
export async function readDraft(
  ctx: Context,
  { definition, text }: InputOf<typeof attractionContract.draft>,
): Promise<Draft> {
  const { intake } = intakeOf(ctx, definition)
  if (text.length > LONGEST_TEXT) throw refuse('text-too-long', { length: text.length, limit: LONGEST_TEXT })
  const asksFact = intake.facts.asks === undefined ? undefined : packOf(ctx).facts.get(intake.facts.asks)
  const read = readChat(text, {
    today: ctx.clock.today() as Day,
    asks: (asksFact?.values ?? []).map((choice) => choice.id),
  })
  const company = read.read.find((one) => one.field === 'company')?.value
  const short =
    typeof company === 'string'
      ? normaliseName(company, { regions: packOf(ctx).pack.regions ?? [] }).core
      : undefined
  return { ...draftOf(read, intake.facts), ...(short !== undefined && { short }) }
}

/** The reader speaks in the units of a chat, facts are kept in base units. */
function baseOf(field: string, value: string | number): Value {
  if (field === 'land' && typeof value === 'number') return toBase(value, '亩') ?? value
  return value
}

function draftOf({ read, unread, asks, others }: ChatDraft, facts: Intake['facts']): Draft {
  const fields = read.flatMap(({ field, value, upTo, span, shown, written, remark }): Draft['fields'] => {
    const fact = facts[field]
    if (fact === undefined) return []
    const one = {
      fact,
      value: baseOf(field, value),
      written,
      spans: [span],
      ...(shown !== undefined && { shown }),
      ...(remark && { remark }),
    }
    const end = field === 'amount' && upTo !== undefined ? facts.amountTo : undefined
    return end === undefined ? [one] : [one, { fact: end, value: upTo as number, written, spans: [span] }]
  })
  if (facts.asks !== undefined && asks.length > 0)
    fields.push({
      fact: facts.asks,
      value: asks.map((one) => one.id),
      written: '',
      spans: asks.map((one) => one.span),
    })
  return {
    fields,
    unread: unread.flatMap(({ field, why }) => {
      const fact = facts[field]
      return fact === undefined ? [] : [{ fact, why }]
    }),
    others: [...others],
  }
}

/** Keyed digests of what an enterprise is compared by, in a stable order. The database alone lets nobody guess at a name. */
export function digestsOf(
  ctx: Context,
  id: string,
  values: Readonly<Record<string, Value | undefined>>,
): string[] {
  const { intake } = intakeOf(ctx, id)
  const { facts, pack } = packOf(ctx)
  const compared = intake.comparedBy.map((key) => facts.get(key)).filter((fact) => fact !== undefined)
  return comparedKeys(compared satisfies readonly PackFact[], values, pack.regions ?? [])
    .map((key) => ctx.district.keys.digest('lead', `${id}\0${key}`))
    .toSorted()
}

/** Whether a lead is to be compared by something else than it was: its enterprise was named, renamed, or given a code. */
export async function keysChanged(ctx: Context, read: ReadDb, id: string): Promise<boolean> {
  const lead = await findObject(read, leadKind, id)
  if (!lead) return false
  const facts = await factsOf(ctx, read, [id])
  return digestsOf(ctx, lead.definition, facts.get(id)?.facts ?? {}).join() !== lead.keys.join()
}

import { addDays, type Day, day } from '@qiongding/kernel'
import { checkPolicyText, nextText } from '@qiongding/pack-format'
import { sql } from 'kysely'
import { abilitiesOn, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, officeLabel, packOf } from '../../../spine/pack.ts'
import {
  answerOf,
  judgeMany,
  type PolicyTextRow,
  policiesOf,
  policyOf,
  policyTextKind,
  type Ruled,
} from '../../../spine/policies/index.ts'
import { subjectsOf } from '../../../spine/registry/index.ts'
import type { WordingWarning } from '../../../spine/wording/contract.ts'
import { namedWarning, warningsOf } from '../../../spine/wording/index.ts'
import type { PolicyTextView, policiesContract, TextFinding } from '../contract.ts'

/** Texts of an office that are shown; older ones are found in the ledger. */
const MOST = 1000
/** Answers that turn, shown of them all. */
const SHOWN = 100

/** Whether a text is in somebody's care; what is not is not there for him. */
export function inSight(ctx: Context): (row: Pick<PolicyTextRow, 'office'>) => boolean {
  const reach = reachOf(ctx.actor, 'policy.draft')
  return ({ office }) => reach.all || office === reach.office
}

function textView(ctx: Context, row: PolicyTextRow): PolicyTextView {
  const { id, version, policy, label, office, state, published, by, lastDay } = row
  return {
    id,
    version,
    policy,
    label: { ...label },
    office: officeLabel(ctx, office) ?? { zh: office, en: office },
    state,
    ...(published && { number: published.number, from: published.from }),
    by,
    lastDay,
  }
}

export function listTexts(ctx: Context, query: InputOf<typeof policiesContract.texts>) {
  return reading(ctx, async (read) => {
    const found = await sql<{ row: PolicyTextRow }>`
      select row from policy_text where district_id = ${read.district} order by id desc limit ${MOST}
    `.execute(read.query)
    const { page, ...more } = pageOf(found.rows.map(({ row }) => row).filter(inSight(ctx)), query)
    return { rows: page.map((row) => textView(ctx, row)), ...more }
  })
}

export function readText(ctx: Context, { id }: InputOf<typeof policiesContract.text>) {
  return reading(ctx, async (read) => {
    const row = await findObject(read, policyTextKind, id)
    if (!row || !inSight(ctx)(row)) throw refuse('not-found')
    const { patterns } = wordingOf(ctx)
    return {
      ...textView(ctx, row),
      text: row.text,
      answers: (row.published?.answers ?? []).map((one) => namedWarning(patterns, one)),
      abilities:
        row.state === 'draft'
          ? abilitiesOn(ctx.actor, ['policy.draft', 'policy.publish'], { office: row.office })
          : [],
    }
  })
}

export function readSource(ctx: Context, { policy }: InputOf<typeof policiesContract.source>) {
  return reading(ctx, async (read) => {
    const { definition } = await policyOf(ctx, read, asOfOf(ctx, {}), policy)
    return { text: nextText(definition, addDays(ctx.clock.today(), 1)) }
  })
}

/** The wording that the pack warns of, whichever of its journeys tells it. */
function wordingOf(ctx: Context) {
  const review = packOf(ctx).pack.journeys.find((journey) => journey.review)?.review
  return { patterns: review?.patterns ?? [], source: review?.source }
}

export function textWarnings(ctx: Context, text: string): WordingWarning[] {
  const { patterns } = wordingOf(ctx)
  return warningsOf(text, patterns).map((one) => namedWarning(patterns, one))
}

/** A text against the pack and what was published so far; whose next version it is, its own id says. */
export async function checkedText(ctx: Context, read: ReadDb, text: string) {
  const { pack, compiled } = packOf(ctx)
  const ruled = new Map((await policiesOf(ctx, read, asOfOf(ctx, {}))).map((one) => [one.definition.id, one]))
  const checked = checkPolicyText(text, {
    pack,
    compiled,
    policyNamed: (id) => ruled.get(id)?.definition,
  })
  return { before: ruled.get(checked.id ?? ''), ...checked }
}

type Tried = OutputOf<typeof policiesContract.try>

/** What is wrong with a text; where nothing is, what it would do to everybody as they are known today. */
export async function tryText(
  ctx: Context,
  { text, effects }: InputOf<typeof policiesContract.try>,
): Promise<Tried> {
  const checked = await reading(ctx, (read) => checkedText(ctx, read, text))
  const { source } = wordingOf(ctx)
  const findings = checked.findings.map(
    ({ code, at, value, facts }): TextFinding => ({
      code,
      line: at.line ?? 1,
      ...(value !== undefined && { value }),
      facts: Object.fromEntries(
        Object.entries(facts ?? {}).map(([key, one]) => [key, Array.isArray(one) ? [...one] : one]),
      ) as TextFinding['facts'],
    }),
  )
  const base = { findings, warnings: textWarnings(ctx, text), ...(source && { source }) }
  const { before, definition, policy } = checked
  const [added] = checked.text?.versions ?? []
  if (!definition || !policy || !checked.text || !added) return base
  const last = before?.policy.versions.at(-1)
  return {
    ...base,
    is: {
      policy: definition.id,
      label: definition.label,
      number: added.version,
      from: added.effective.from,
      ...(last && { before: last.version }),
      golden: checked.text.golden?.length ?? 0,
    },
    ...(effects && {
      effects: await effectsOf(ctx, { definition, policy, unfit: [] }, before, day(added.effective.from)),
    }),
  }
}

/** Everybody judged by the new version on its first day, or today where that is past, and by the one it follows. */
async function effectsOf(
  ctx: Context,
  ruled: Ruled,
  before: Ruled | undefined,
  from: Day,
): Promise<NonNullable<Tried['effects']>> {
  const today = ctx.clock.today()
  const on = from > today ? from : today
  const subjects = await reading(ctx, (read) => subjectsOf(ctx, read, ruled.definition.of, asOfOf(ctx, {})))
  const none = { yes: 0, review: 0, unknown: 0, no: 0 }
  const is = judgeMany(ruled.policy, subjects, on)
  const was = before && judgeMany(before.policy, subjects, on)
  const differing = is ? subjects.flatMap((subject, at) => turnedAt(subject, at)) : []
  const [cost, costBefore] = [is?.cost(), was?.cost()]
  return {
    on,
    subjects: subjects.length,
    counts: is?.counts ?? none,
    ...(cost && { cost }),
    short: (await is?.oneStepShort())?.length ?? 0,
    ...(was && { before: { counts: was.counts, ...(costBefore && { cost: costBefore }) } }),
    differ: differing.length,
    rows: differing.slice(0, SHOWN).map(({ subject, ...one }) => ({
      id: subject.id,
      name: subject.name,
      demonstration: subject.demonstration,
      ...one,
      messages: answerOf(ruled, subject.facts, on).messages,
    })),
  }

  function turnedAt(subject: (typeof subjects)[number], at: number) {
    const now = is?.verdictAt(at)
    const then = was?.verdictAt(at)
    return now === undefined || now === then ? [] : [{ subject, ...(then && { was: then }), is: now }]
  }
}

export const policiesLedger: LedgerOwner = {
  owns: (_, kind) => kind === policyTextKind.kind,
  mayRead: (ctx, { after }) => {
    const { state, office } = after as Partial<PolicyTextRow>
    if (state === 'published') return reachOf(ctx.actor, 'registry.read').all
    return office !== undefined && inSight(ctx)({ office })
  },
}

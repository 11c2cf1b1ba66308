import type { Value } from '@qiongding/kernel'
import { may } from '../../../../platform/abilities.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { reading } from '../../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../../platform/verb/verb.ts'
import { kindOf, packOf } from '../../../pack.ts'
import type { ImportRow, LikelyVerdict } from '../../import-object.ts'
import { aboutProfile, openersOf, openProfiles, profilesById } from '../../reads/profiles.ts'
import { HOLDER, isMasked } from '../../values.ts'
import type { importsContract } from '../contract.ts'
import type { RowPlan } from '../plan.ts'
import { HIDDEN, needUnderstood, page } from '../reads.ts'
import { choiceOf, sameRows } from './choices.ts'
import type { LikelyRow } from './contract.ts'
import { keyOf, type Likely } from './find.ts'

type Verdicts = OutputOf<typeof importsContract.likely>['verdicts']

/** The other one of a pair, as far as it is to be shown: its values, closed ones opened for the comparison alone. */
type Shown = {
  readonly name: string
  readonly asOf?: string
  readonly values: Readonly<Record<string, Value | undefined>>
  /** Whether this reader may see its personal values. */
  readonly open: boolean
}

const same = (one: Value | undefined, other: Value | undefined) =>
  JSON.stringify(one) === JSON.stringify(other)

/** What both state, what says who somebody is first, then what differs and what agrees; what only one states comes last. */
function factsOf(
  ctx: Context,
  kind: string,
  { plan, other, trace }: { plan: RowPlan; other: Shown; trace: Likely['trace'] },
): LikelyRow['others'][number]['facts'] {
  const { facts: dictionary, factsOf: byKind } = packOf(ctx)
  const { identity, nameFact } = kindOf(ctx, kind)
  const order = [nameFact, ...identity.flat(), ...(byKind.get(kind) ?? []).map((fact) => fact.key)]
  const open = may(ctx.actor, 'personal.read', {}) && other.open
  const keys = [...new Set([...Object.keys(plan.values), ...Object.keys(other.values)])]
  return keys
    .filter((key) => key !== HOLDER && dictionary.has(key))
    .toSorted((one, two) => order.indexOf(one) - order.indexOf(two))
    .flatMap((key) => {
      const [mine, theirs] = [plan.values[key], other.values[key]]
      if (mine === undefined && theirs === undefined) return []
      const masked = isMasked(dictionary.get(key)) && !open
      const alone = mine === undefined || theirs === undefined
      const agrees = trace.agrees.includes(key) || same(mine, theirs)
      const how = alone ? 'one' : agrees ? 'agree' : trace.near.includes(key) ? 'near' : 'differ'
      return [
        {
          key,
          how: how as 'one',
          masked,
          ...(!masked && mine !== undefined && { row: mine }),
          ...(!masked && theirs !== undefined && { other: theirs }),
        },
      ]
    })
    .toSorted((one, two) => Number(one.how === 'one') - Number(two.how === 'one'))
}

/** Records by id, as far as this reader may know them. */
async function recordsShown(ctx: Context, ids: readonly string[]): Promise<Map<string, Shown>> {
  return reading(ctx, async (read) => {
    const profiles = await profilesById(read, ids)
    const rows = await openProfiles(ctx, read, profiles)
    const openers = await openersOf(ctx, read, profiles)
    return new Map(
      profiles.map((profile, index) => {
        const opener = openers.get(profile.subject_id)
        const sealed = Object.entries(profile.sealed ?? {}).map(([key, text]) => [key, opener?.(text)])
        return [
          profile.subject_id,
          {
            name: rows[index]?.name ?? '',
            asOf: profile.as_of,
            values: { ...profile.facts, ...Object.fromEntries(sealed) },
            open: may(ctx.actor, 'personal.read', aboutProfile(profile)),
          },
        ]
      }),
    )
  })
}

/** Rows by the verdict of their most certain pair: how many there are, and of how many nobody has said anything. */
function verdictsOf(said: ImportRow, rows: ReadonlyMap<number, readonly Likely[]>): Verdicts {
  const verdicts: Record<LikelyVerdict, { rows: number; undecided: number }> = {
    same: { rows: 0, undecided: 0 },
    likely: { rows: 0, undecided: 0 },
    unknown: { rows: 0, undecided: 0 },
  }
  const settled = sameRows(said, [...rows.values()].flat())
  for (const [row, own] of rows) {
    const count = verdicts[own[0]?.trace.verdict ?? 'unknown']
    count.rows += 1
    if (!settled.has(row) && own.some((pair) => choiceOf(said, pair) === undefined)) count.undecided += 1
  }
  return verdicts
}

/** Rows that may be the same as another under another writing, each beside the others with what agrees and what differs. */
export async function likelyRows(
  ctx: Context,
  query: InputOf<typeof importsContract.likely>,
): Promise<OutputOf<typeof importsContract.likely>> {
  const { row: said, understanding } = await needUnderstood(ctx, query.id)
  const { kind } = understanding.sheet
  const rows = Map.groupBy(understanding.likely, (pair) => pair.row)
  const wanted = [...rows].filter(
    ([, own]) => query.verdict === undefined || own[0]?.trace.verdict === query.verdict,
  )
  const { rows: shown, ...rest } = page(wanted, query)
  const plans = new Map(
    understanding.plans
      .filter((plan) => shown.some(([row, own]) => row === plan.row || own.some(isRow(plan.row))))
      .map((plan) => [plan.row, plan]),
  )
  const ids = shown.flatMap(([, own]) =>
    own.flatMap(({ other }) => ('row' in other ? [] : [other.subjectId])),
  )
  const records = await recordsShown(ctx, [...new Set(ids)])
  const nameFact = kindOf(ctx, kind).nameFact
  const hidesNames = isMasked(packOf(ctx).facts.get(nameFact)) && !may(ctx.actor, 'personal.read', {})
  const nameOf = (plan: RowPlan | undefined) => (hidesNames ? HIDDEN : (plan?.name ?? ''))
  return {
    ...rest,
    verdicts: verdictsOf(said, rows),
    rows: shown.flatMap(([row, own]) => {
      const plan = plans.get(row)
      if (!plan) return []
      const others = own.flatMap((pair) => {
        const { other, trace } = pair
        const earlier = 'row' in other ? plans.get(other.row) : undefined
        const found: Shown | undefined =
          'row' in other
            ? earlier && { name: nameOf(earlier), values: earlier.values, open: true }
            : records.get(other.subjectId)
        if (!found) return []
        const choice = choiceOf(said, pair)
        return [
          {
            ...('row' in other ? { row: other.row } : { subjectId: other.subjectId }),
            name: found.name,
            ...(found.asOf !== undefined && { asOf: found.asOf }),
            verdict: trace.verdict,
            decides: [...trace.decides],
            facts: factsOf(ctx, kind, { plan, other: found, trace }),
            ...(choice !== undefined && { choice }),
            ofAll: choice !== undefined && said.likely?.[String(row)]?.[keyOf(other)] === undefined,
          },
        ]
      })
      return [{ row, name: nameOf(plan), others }]
    }),
  }
}

const isRow =
  (row: number) =>
  ({ other }: Likely) =>
    'row' in other && other.row === row

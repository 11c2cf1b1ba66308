import { type Context, reading } from '../../../../platform/verb/context.ts'
import { kindOf } from '../../../pack.ts'
import { type Comparable, comparedFacts, measureOf } from '../../duplicates/compare.ts'
import { comparedList, compareLists } from '../../duplicates/compare-lists.ts'
import { mayBeMerged, type PairTrace } from '../../duplicates/rules.ts'
import { recordsOf } from '../../duplicates/seek.ts'
import type { RowPlan } from '../plan.ts'

/** A record of the registry or an earlier row of the file that a row may be the same as. */
export type Other = { readonly subjectId: string } | { readonly row: number; readonly name: string }
/** How a row that would make a new record stands to others, in names of facts; the most certain ones first. */
export type Likely = { readonly row: number; readonly other: Other; readonly trace: PairTrace }

export const keyOf = (other: Other) => ('row' in other ? `r:${other.row}` : `s:${other.subjectId}`)

/**
 * Rows of a list that would make new records, against the records there are and against each other. Made-up rows are compared with
 * made-up records only. The whole of the kind is read: what is under another name is found by no look-up.
 */
export async function findLikely(
  ctx: Context,
  {
    kind,
    demonstration,
    plans,
  }: { readonly kind: string; readonly demonstration: boolean; readonly plans: readonly RowPlan[] },
  options: {
    readonly onProgress?: (done: number, total?: number) => void
    readonly signal?: AbortSignal
  } = {},
): Promise<readonly Likely[]> {
  if (!mayBeMerged(kindOf(ctx, kind))) return []
  const fresh = plans.filter((plan) => plan.action === 'create')
  if (fresh.length === 0) return []
  const measure = measureOf(ctx, kind)
  const records = (await reading(ctx, (read) => recordsOf(ctx, read, kind, measure))).filter(
    (one) => one.demonstration === demonstration,
  )
  const facts = comparedFacts(measure)
  const ofRow = ({ values }: RowPlan): Comparable =>
    Object.fromEntries(facts.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])))
  const list = comparedList(
    measure,
    [...records.map((one) => one.facts), ...fresh.map(ofRow)],
    records.length,
  )
  const pairs = await compareLists(measure, [list], options)
  const otherAt = (place: number): Other => {
    const record = records[place]
    if (record) return { subjectId: record.id }
    const plan = fresh[place - records.length] as RowPlan
    return { row: plan.row, name: plan.name }
  }
  return pairs.map(({ one, other, trace }) => ({
    row: (fresh[other - records.length] as RowPlan).row,
    other: otherAt(one),
    trace,
  }))
}

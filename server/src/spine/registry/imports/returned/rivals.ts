import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { ImportRow } from '../../import-object.ts'
import type { ImportView } from '../contract.ts'
import type { RowPlan } from '../plan.ts'
import { understandingOf } from '../understand.ts'
import { sameValue } from './compare.ts'
import { officesOf } from './reads.ts'

/** Looked at beside a returned file: the newest others, none of them so long that reading it would keep its reader waiting. */
const MOST = 3
const LONGEST = 20_000

/** Another returned file that waits for approval, and what it says of records. */
export type Rival = Omit<NonNullable<ImportView['returned']>['rivals'][number], 'fields'> & {
  readonly changes: ReadonlyMap<string, Value | undefined>
}

/** A field of a record. */
const placeOf = (subjectId: string, key: string) => `${subjectId} ${key}`

function changesIn(plans: readonly RowPlan[]): Map<string, Value | undefined> {
  return new Map(
    plans.flatMap(({ subjectId, fields }) =>
      subjectId === undefined
        ? []
        : fields
            .filter(({ way }) => way === 'theirs' || way === 'both')
            .map(({ key, after }) => [placeOf(subjectId, key), after] as const),
    ),
  )
}

/** Other returned files of the same list that nobody has approved yet. Whichever is approved first, the other one then meets as a conflict. */
export async function rivalsOf(ctx: Context, row: ImportRow): Promise<Rival[]> {
  if (row.returns === undefined || row.state !== 'review') return []
  const { others, offices } = await reading(ctx, async (read) => {
    const found = await sql<{ row: ImportRow }>`
      select row from import where district_id = ${read.district} and state = 'review' and row->>'returns' is not null
        and row->>'kind' = ${row.kind} and id <> ${row.id}::uuid and (row->'counts'->>'rows')::integer <= ${LONGEST}
      order by id desc limit ${MOST}
    `.execute(read.query)
    const rows = found.rows.map((one) => one.row)
    return {
      others: rows,
      offices: await officesOf(
        read,
        rows.map((one) => one.byId),
      ),
    }
  })
  const rivals: Rival[] = []
  for (const other of others) {
    const office = offices.get(other.byId)
    rivals.push({
      importId: other.id,
      fileName: other.fileName,
      by: other.by,
      ...(office !== undefined && { office }),
      at: other.recordedAt,
      changes: changesIn((await understandingOf(ctx, other)).plans),
    })
  }
  return rivals
}

/** Rivals that say something else of a field. */
export const rivalsAt = (
  rivals: readonly Rival[],
  subjectId: string | undefined,
  field: RowPlan['fields'][number],
): Rival[] =>
  subjectId === undefined || field.way === undefined
    ? []
    : rivals.filter(({ changes }) => {
        const place = placeOf(subjectId, field.key)
        return changes.has(place) && !sameValue(changes.get(place), field.after)
      })

export const rivalValue = (rival: Rival, subjectId: string, key: string) =>
  rival.changes.get(placeOf(subjectId, key))

/** How many fields of a returned file each rival says something else of; those that meet none are left out. */
export function rivalCounts(
  rivals: readonly Rival[],
  plans: readonly RowPlan[],
): NonNullable<ImportView['returned']>['rivals'] {
  const counts = new Map<Rival, number>()
  for (const plan of plans)
    for (const field of plan.fields)
      for (const rival of rivalsAt(rivals, plan.subjectId, field))
        counts.set(rival, (counts.get(rival) ?? 0) + 1)
  return [...counts].map(([{ changes: _, ...rival }, fields]) => ({ ...rival, fields }))
}

/**
 * Records that a returned file would change and that others have spoken of since it was compared: they are held when it is approved, so
 * it is to be compared again.
 */
export async function changedMeanwhile(
  read: ReadDb,
  row: ImportRow,
  plans: readonly RowPlan[],
): Promise<number> {
  if (row.comparedAt === undefined) return 0
  const ids = plans.flatMap(({ subjectId, fresh, fields, missing }) =>
    subjectId !== undefined && !fresh && (fields.length > 0 || missing !== undefined) ? [subjectId] : [],
  )
  if (ids.length === 0) return 0
  const found = await sql<{ n: number }>`
    select count(distinct subject_id)::integer as n from statement
    where district_id = ${read.district} and subject_id = any(${ids}::uuid[]) and recorded_at > ${row.comparedAt}::timestamptz
  `.execute(read.query)
  return found.rows[0]?.n ?? 0
}

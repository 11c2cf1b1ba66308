import { sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { happened, record } from '../../../../platform/verb/verb.ts'
import { rootsOf } from '../../duplicates/joined.ts'
import { inOrder, type PairRow, pairIdOf, pairKind } from '../../duplicates/pair-object.ts'
import { tracesOf } from '../../duplicates/reads/index.ts'
import type { ImportRow } from '../../import-object.ts'
import { profilesById, type StoredProfile } from '../../reads/profiles.ts'
import type { ApartPair } from './choices.ts'

/** The subjects that rows of an import have been written for. */
export async function subjectsOfRows(
  read: ReadDb,
  importId: string,
  rows: readonly number[],
): Promise<Map<number, string>> {
  if (rows.length === 0) return new Map()
  const found = await sql<{ row_no: number; subject_id: string }>`
    select row_no, subject_id from statement
    where district_id = ${read.district} and import_id = ${importId}::uuid and row_no = any(${[...new Set(rows)]}::integer[]) and retracts is null
  `.execute(read.query)
  return new Map(found.rows.map((one) => [one.row_no, one.subject_id]))
}

/** Pairs written in one transaction. */
const STRETCH = 500
const EVENTS = { apart: 'pair.kept-apart', later: 'pair.put-off' } as const

/** What the ledger holds of these pairs. */
async function standing(read: ReadDb, ids: readonly string[]): Promise<Map<string, PairRow>> {
  const found = await sql<{ row: PairRow }>`
    select row from pair where district_id = ${read.district} and id = any(${ids as string[]}::uuid[])
  `.execute(read.query)
  return new Map(found.rows.map(({ row }) => [row.id, row]))
}

/**
 * Remembers what was said of likely duplicates before the import was approved, now that both are records: two are two, or nobody decides
 * now. Said as if on the page of duplicates, by whoever approved; said twice it comes to the same.
 */
export async function rememberPairs(
  ctx: Context,
  row: Pick<ImportRow, 'id' | 'byId'>,
  kind: string,
  pairs: readonly ApartPair[],
): Promise<void> {
  for (let from = 0; from < pairs.length; from += STRETCH) {
    const stretch = pairs.slice(from, from + STRETCH)
    await ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
      const rows = stretch.flatMap(({ row: one, other }) => [
        one,
        ...(other.row === undefined ? [] : [other.row]),
      ])
      const subjects = await subjectsOfRows(tx, row.id, rows)
      const others = stretch.flatMap(({ other }) => other.subjectId ?? [])
      const roots = await rootsOf(tx, [...subjects.values(), ...others])
      const shown = (id: string | undefined) => (id === undefined ? undefined : (roots.get(id) ?? id))
      const ends = stretch.flatMap(({ row: one, other, choice }) => {
        const left = shown(subjects.get(one))
        const right = shown(
          other.subjectId ?? (other.row === undefined ? undefined : subjects.get(other.row)),
        )
        // A row that was not written, or the same record after all, is no pair.
        return left === undefined || right === undefined || left === right ? [] : [{ left, right, choice }]
      })
      const profiles = new Map(
        (await profilesById(tx, [...new Set(ends.flatMap(({ left, right }) => [left, right]))])).map(
          (one) => [one.subject_id, one],
        ),
      )
      // Whoever names a record of another kind, or a made-up one beside a real one, says nothing of two that may be one.
      const mayBeOne = (left: StoredProfile | undefined, right: StoredProfile | undefined) =>
        left?.kind === kind && right?.kind === kind && left.demonstration === right.demonstration
      const known = ends.filter(({ left, right }) => mayBeOne(profiles.get(left), profiles.get(right)))
      const traces = await tracesOf(
        ctx,
        tx,
        kind,
        known.map(
          ({ left, right }) => [profiles.get(left), profiles.get(right)] as [StoredProfile, StoredProfile],
        ),
      )
      const there = await standing(
        tx,
        known.map(({ left, right }) => pairIdOf(left, right)),
      )
      const events = known.flatMap(({ left, right, choice }, index) => {
        const id = pairIdOf(left, right)
        const before = there.get(id)
        if (before?.state === choice) return []
        const after: PairRow = {
          id,
          kind,
          ...inOrder(left, right),
          state: choice,
          agreed: traces[index]?.identifying ?? [],
          by: ctx.actor.name,
          byId: row.byId,
          recordedAt: ctx.clock.now().toISOString(),
        }
        there.set(id, after)
        return [
          happened(pairKind, {
            name: EVENTS[choice],
            day: ctx.clock.today(),
            ...(before && { before }),
            after,
          }),
        ]
      })
      const [first, ...more] = events
      if (first) await record(tx, ctx, [first, ...more])
    })
  }
}

import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import { replayObjects } from '../../../platform/ledger/objects.ts'
import type { AsOfDays } from '../../pack.ts'
import { rootsOf } from '../../registry/index.ts'
import { type MatchRow, matchKind } from '../match-object.ts'

/** Decisions on one need by the offer they are about. */
export type Decisions = ReadonlyMap<string, MatchRow>

const weight = ({ state }: MatchRow) => (state === 'accepted' ? 2 : state === 'declined-by-person' ? 1 : 0)

/**
 * Decisions about needs as of two days, by need and by the id that an offer shows under; of one that was entered twice and merged since,
 * the one that binds. A need nobody has decided on has no entry.
 */
export async function decisionsOfNeeds(
  read: ReadDb,
  profile: string,
  needIds: readonly string[],
  asOf: AsOfDays,
): Promise<Map<string, Decisions>> {
  const wanted = new Set(needIds)
  const rows = asOf.past
    ? (await replayObjects(read, matchKind, asOf)).filter(
        (row) => row.profile === profile && wanted.has(row.needId),
      )
    : (
        await sql<{ row: MatchRow }>`
          select row from match where district_id = ${read.district} and profile = ${profile} and need_id = any(${needIds as string[]}::uuid[])
        `.execute(read.query)
      ).rows.map((one) => one.row)
  const roots = await rootsOf(
    read,
    rows.map((row) => row.offerId),
    asOf,
  )
  const found = new Map<string, Map<string, MatchRow>>()
  for (const row of rows.toSorted((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1))) {
    const own = found.get(row.needId) ?? new Map<string, MatchRow>()
    own.set(roots.get(row.offerId) ?? row.offerId, row)
    found.set(row.needId, own)
  }
  return found
}

/** How many different offers were accepted among decisions on a need. */
export const acceptedOf = (decisions: Decisions | undefined): number =>
  [...(decisions?.values() ?? [])].filter(({ state }) => state === 'accepted').length

/** Decisions about one need as of two days, by offer. */
export async function decisionsOn(
  read: ReadDb,
  profile: string,
  needId: string,
  asOf: AsOfDays,
): Promise<Decisions> {
  return (await decisionsOfNeeds(read, profile, [needId], asOf)).get(needId) ?? new Map()
}

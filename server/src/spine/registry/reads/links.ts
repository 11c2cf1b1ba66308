import { sql } from 'kysely'
import { reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import type { AsOfDays } from '../../pack.ts'
import type { Subject } from '../contract.ts'
import { profilesAsOf } from './past.ts'
import { type StoredProfile, shortName, within } from './profiles.ts'

/** Most records named beside one that holds them. */
const HELD = 50

/**
 * Records beside a record: the party it belongs to, and what belongs to it. What belonged to it on a past day would need every record of
 * that day, so then only its own party is told.
 */
export async function linkedRecords(
  ctx: Context,
  read: ReadDb,
  profile: StoredProfile,
  { members, asOf }: { readonly members: readonly string[]; readonly asOf: AsOfDays },
): Promise<Subject['links']> {
  const holders = profile.holder_id === null ? [] : await profilesAsOf(ctx, read, [profile.holder_id], asOf)
  const held = asOf.past
    ? []
    : // Found by their holder first: planned once for all, the order could tempt the database to walk through every record of the district.
      (
        await sql<Pick<StoredProfile, 'subject_id' | 'kind' | 'name'>>`
          with held as materialized (
            select subject_id, kind, name, sort_key from profile where district_id = ${read.district} and holder_id = any(${members as string[]}::uuid[])
              and ${within(reachOf(ctx.actor, 'registry.read'))})
          select subject_id, kind, name from held order by kind, sort_key, subject_id limit ${HELD}
        `.execute(read.query)
      ).rows
  const link = (way: 'to' | 'from') => (row: Pick<StoredProfile, 'subject_id' | 'kind' | 'name'>) => ({
    kind: row.kind,
    id: row.subject_id,
    title: row.name || shortName(row.subject_id),
    way,
  })
  return [...holders.map(link('to')), ...held.map(link('from'))]
}

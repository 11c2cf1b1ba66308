import { sql } from 'kysely'
import { reachOf } from '../../../platform/abilities.ts'
import { replayObjects } from '../../../platform/ledger/objects.ts'
import { type LinkReader, openProfiles, profilesAsOf } from '../../registry/index.ts'
import { type MatchRow, matchKind } from '../match-object.ts'

/** Most decisions named beside a record. */
const LINKS = 30

/** Decisions about a need or an offer, for its record: with what it was matched, and how that was decided. */
export const matchLinks: LinkReader = async (ctx, read, subjectIds, asOf) => {
  const reach = reachOf(ctx.actor, 'match.read')
  if (!reach.all && reach.parties.length === 0) return []
  const ids = new Set(subjectIds)
  const isAbout = (row: MatchRow) => ids.has(row.needId) || ids.has(row.offerId)
  const rows = asOf.past
    ? (await replayObjects(read, matchKind, asOf)).filter(isAbout)
    : (
        await sql<{ row: MatchRow }>`
          select row from match where district_id = ${read.district}
            and (need_id = any(${subjectIds as string[]}::uuid[]) or offer_id = any(${subjectIds as string[]}::uuid[])) order by id desc limit ${LINKS}
        `.execute(read.query)
      ).rows.map((one) => one.row)
  const known = await profilesAsOf(
    ctx,
    read,
    rows.flatMap((row) => [row.needId, row.offerId]),
    asOf,
  )
  const byId = new Map(known.map((one) => [one.subject_id, one]))
  // Of a person the name is opened only to whoever may read it.
  const names = new Map((await openProfiles(ctx, read, known)).map((one) => [one.id, one.name]))
  return rows
    .filter(({ needId, state }) => {
      // Beside his record an officer would read which need he declined.
      if (state === 'declined-by-person') return false
      const holder = byId.get(needId)?.holder_id
      return reach.all || (holder !== null && holder !== undefined && reach.parties.includes(holder))
    })
    .slice(0, LINKS)
    .map((row) => ({
      kind: 'match',
      id: row.id,
      // What it was matched with.
      title: names.get(ids.has(row.needId) ? row.offerId : row.needId) ?? row.profile,
      state: row.state,
      under: row.needId,
      profile: row.profile,
    }))
}

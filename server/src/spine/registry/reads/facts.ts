import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import { reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AsOfDays, packOf } from '../../pack.ts'
import { HOLDER } from '../values.ts'
import { inReach, pastProfiles, profilesAsOf } from './past.ts'
import { COLUMNS, openersOf, profilesById, type StoredProfile, within } from './profiles.ts'

/** What engines are told of a subject. */
export type SubjectFacts = {
  readonly kind: string
  readonly name: string
  readonly version: string
  readonly holderId: string | null
  readonly demonstration: boolean
  readonly facts: Record<string, Value>
}

/**
 * Open facts of subjects as the engines take them, by id: current, or as of a day. Personal values are no part of any judgement: what
 * explains a verdict is shown to everybody who sees it, and a person's erasure must not turn yesterday's verdicts round.
 */
export async function factsOf(
  ctx: Context,
  read: ReadDb,
  ids: readonly string[],
  asOf?: AsOfDays,
): Promise<Map<string, SubjectFacts>> {
  const rows = asOf ? await profilesAsOf(ctx, read, ids, asOf) : await profilesById(read, ids)
  return new Map(
    rows.map((row) => {
      const { [HOLDER]: _, ...facts } = row.facts
      return [
        row.subject_id,
        {
          kind: row.kind,
          name: row.name,
          version: row.version,
          holderId: row.holder_id,
          demonstration: row.demonstration,
          facts,
        },
      ]
    }),
  )
}

/** One personal value, opened for the machine itself: where a code is to be sent. It leaves in no answer. */
async function sealedValue(ctx: Context, read: ReadDb, id: string, key: string): Promise<Value | undefined> {
  const [profile] = await profilesById(read, [id])
  const sealed = profile?.sealed?.[key]
  if (!profile || sealed === undefined) return profile?.facts[key]
  return (await openersOf(ctx, read, [profile])).get(id)?.(sealed) as Value | undefined
}

/** Personal values of one subject, for an answer that was allowed them before it asked. */
export async function personalOf(
  ctx: Context,
  read: ReadDb,
  { id, keys }: { readonly id: string; readonly keys: readonly string[] },
): Promise<Record<string, Value>> {
  const found: Record<string, Value> = {}
  for (const key of keys) {
    const value = await sealedValue(ctx, read, id, key)
    if (value !== undefined) found[key] = value
  }
  return found
}

/** The contact a party has given: the fact that the pack names as a contact's telephone or address. It leaves in no answer. */
export async function contactOf(ctx: Context, read: ReadDb, partyId: string): Promise<string | undefined> {
  const [party] = await profilesById(read, [partyId])
  for (const fact of packOf(ctx).pack.facts) {
    if (fact.of !== party?.kind || fact.format !== 'contact') continue
    const value = await sealedValue(ctx, read, partyId, fact.key)
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

/** Most subjects of a kind that one answer works over: the posts and talents of a district's lists. */
const KIND_LIMIT = 50_000

/** One subject of a kind: its open facts, and the newest day of which anything was said of it. */
export type KindSubject = {
  readonly id: string
  readonly name: string
  readonly facts: Record<string, Value>
  readonly asOf: string
  readonly holderId: string | null
  readonly demonstration: boolean
}

/** Subjects of one kind with their open facts, as of two days; of an actor who sees only his party's, those. */
export async function subjectsOf(
  ctx: Context,
  read: ReadDb,
  kind: string,
  asOf: AsOfDays,
): Promise<KindSubject[]> {
  const rows: StoredProfile[] = []
  if (asOf.past) {
    const reach = reachOf(ctx.actor, 'registry.read')
    for await (const stretch of pastProfiles(ctx, read, kind, asOf))
      rows.push(...stretch.filter((one) => inReach(reach, one)))
  } else
    rows.push(
      ...(
        await sql<StoredProfile>`
          select ${COLUMNS} from profile where district_id = ${read.district} and kind = ${kind} and ${within(reachOf(ctx.actor, 'registry.read'))} order by subject_id limit ${KIND_LIMIT}
        `.execute(read.query)
      ).rows,
    )
  return rows
    .filter((row) => Object.keys(row.facts).length > 0)
    .slice(0, KIND_LIMIT)
    .map((row) => ({
      id: row.subject_id,
      name: row.name,
      facts: row.facts,
      asOf: row.as_of,
      holderId: row.holder_id,
      demonstration: row.demonstration,
    }))
}

import type { Value } from '@qiongding/kernel'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { AsOfDays } from '../../pack.ts'
import { byMember, knownMerges } from '../duplicates/joined.ts'
import { groupsFrom, passesOf } from '../duplicates/rules.ts'
import { fold } from '../fold.ts'
import { statementsOf } from '../projection.ts'
import { HOLDER } from '../values.ts'
import { pastIds } from './past.ts'

/** A subject as it was known, from its statements alone. */
export type KnownSubject = { readonly demonstration: boolean; readonly facts: Record<string, Value> }

/**
 * Open facts of subjects as of two days, from statements alone: the profile of today may have lost a subject since, and sealed values
 * may have been erased, but a figure of the past stays what it was. Subjects of whom nothing stood are left out; one that was merged by
 * then is what it shows under.
 */
export async function knownFacts(
  read: ReadDb,
  ids: readonly string[],
  asOf: AsOfDays,
): Promise<Map<string, KnownSubject>> {
  const groups = byMember(groupsFrom(await knownMerges(read, asOf)))
  const membersOf = (id: string) => groups.get(id)?.members ?? [id]
  const statements = await statementsOf(read, [...new Set(ids.flatMap(membersOf))], asOf)
  const known = new Map<string, KnownSubject>()
  for (const id of new Set(ids)) {
    const spoken = membersOf(id).flatMap((member) => statements.get(member) ?? [])
    const group = groups.get(id)
    const facts: Record<string, Value> = {}
    const winners = fold(spoken, group && passesOf(group))
    for (const [name, winner] of winners)
      if (winner.value !== undefined && name !== HOLDER) facts[name] = winner.value
    if (winners.size > 0) known.set(id, { demonstration: spoken.some((one) => one.demonstration), facts })
  }
  return known
}

/** Ids of the subjects of a kind that were known by an instant, in order; `limit` at most. */
export async function knownSubjects(
  read: ReadDb,
  kind: string,
  asOf: AsOfDays,
  limit: number,
): Promise<string[]> {
  const groups = byMember(groupsFrom(await knownMerges(read, asOf)))
  const ids: string[] = []
  for await (const stretch of pastIds(read, kind, asOf, groups)) {
    ids.push(...stretch)
    if (ids.length >= limit) break
  }
  return ids.slice(0, limit)
}

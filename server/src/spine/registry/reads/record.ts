import type { Value } from '@qiongding/kernel'
import { abilitiesOn, may } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { SubjectKey } from '../../../platform/keys.ts'
import { ledgerAbout } from '../../../platform/ledger/reads.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../pack.ts'
import type { Merged, registryContract, Subject } from '../contract.ts'
import { groupsOf } from '../duplicates/joined.ts'
import { type Group, passesOf } from '../duplicates/rules.ts'
import { EXPLAINS, fold, isFinding, retractedIds, SETTLES, type Statement } from '../fold.ts'
import { statementsOf } from '../projection.ts'
import { HOLDER, isMasked } from '../values.ts'
import { recordLedger } from './ledger.ts'
import { linkedRecords } from './links.ts'
import { findProfileAsOf } from './past.ts'
import { aboutProfile, findProfile, profilesById, type StoredProfile, shortName } from './profiles.ts'

/** Latest events told beside a record; the whole ledger has a page of its own. */
const LEDGER_SHOWN = 20

const RECORD_ABILITIES = [
  'registry.write',
  'registry.merge',
  'personal.read',
  'personal.erase',
  'match.read',
  'journey.open',
]

/** What links to a record, by the ids it is known under: read by those who own the links, registered at start. */
export type LinkReader = (
  ctx: Context,
  read: ReadDb,
  subjectIds: readonly string[],
  asOf: AsOfDays,
) => Promise<Subject['links']>

/** What the answer about a record is made of. */
type Gathered = {
  readonly profile: StoredProfile
  readonly group: Group | undefined
  readonly members: readonly string[]
  readonly spoken: ReadonlyMap<string, readonly Statement[]>
  readonly links: Subject['links']
}

/**
 * Gathers a record. Of today everything is asked at once, as if it stood alone: so most do, and the questions travel together. Of one that
 * does not, or of a past day, what it consists of is asked first.
 */
async function gather(
  ctx: Context,
  read: ReadDb,
  query: InputOf<typeof registryContract.read>,
  readers: readonly LinkReader[],
): Promise<Gathered> {
  const asOf = asOfOf(ctx, query)
  const linksTo = async (members: readonly string[]) =>
    (await Promise.all(readers.map((reader) => reader(ctx, read, members, asOf)))).flat()
  if (!asOf.past) {
    const alone = [query.id]
    const [profile, groups, spoken, links] = await Promise.all([
      findProfile(ctx, read, query.id, query.kind),
      groupsOf(read, alone),
      statementsOf(read, alone),
      linksTo(alone),
    ])
    if (groups.size === 0 && profile.subject_id === query.id)
      return { profile, group: undefined, members: alone, spoken, links }
  }
  const profile = await findProfileAsOf(ctx, read, query.id, query.kind, asOf)
  const id = profile.subject_id
  const group = (await groupsOf(read, [id], asOf)).get(id)
  const members = group?.members ?? [id]
  const spoken = await statementsOf(read, members, asOf.past ? asOf : undefined)
  return { profile, group, members, spoken, links: await linksTo(members) }
}

export function readSubject(readers: readonly LinkReader[]) {
  return async (ctx: Context, query: InputOf<typeof registryContract.read>): Promise<Subject> => {
    kindOf(ctx, query.kind)
    return reading(
      ctx,
      async (read) => {
        const { profile, group, members, spoken, links } = await gather(ctx, read, query, readers)
        const id = profile.subject_id
        if (spoken.size === 0) throw refuse('not-found')
        const winners = fold([...spoken.values()].flat(), group && passesOf(group))
        const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
        const sealed = [...spoken.values()].some((own) => own.some((one) => one.sealed !== null))
        const keys =
          open && sealed ? await ctx.district.keys.forReading(read, members) : new Map<string, SubjectKey>()
        const { facts: dictionary } = packOf(ctx)
        const values: Record<string, Value> = {}
        const masked: string[] = []
        const facts: Subject['facts'] = []
        for (const [name, winner] of winners) {
          if (name === HOLDER) continue
          const hidden = isMasked(dictionary.get(name)) && !open
          const value = hidden
            ? undefined
            : winner.sealed !== undefined
              ? (keys.get(winner.statement.subjectId)?.open(winner.sealed) as Value | undefined)
              : winner.value
          const closed = hidden || (winner.sealed !== undefined && value === undefined)
          if (closed) masked.push(name)
          else if (value !== undefined) values[name] = value
          facts.push({
            key: name,
            ...(value !== undefined && { value }),
            masked: closed,
            source: winner.statement.source,
            asOf: winner.statement.asOf,
            recordedAt: winner.statement.recordedAt,
            by: winner.statement.by,
            statementId: winner.statement.id,
            statements: winner.statements,
            conflict: winner.conflict,
          })
        }
        const nameFact = kindOf(ctx, query.kind).nameFact
        const name = values[nameFact]
        const asOf = asOfOf(ctx, query)
        const [ledger, linked] = await Promise.all([
          ledgerAbout(ctx, read, { id, owner: recordLedger, asOf, limit: LEDGER_SHOWN }),
          linkedRecords(ctx, read, profile, { members, asOf }),
        ])
        return {
          id,
          kind: query.kind,
          name: typeof name === 'string' ? name : profile.name || shortName(id),
          values,
          masked: masked.toSorted(),
          asOf: facts.reduce((latest, fact) => (fact.asOf > latest ? fact.asOf : latest), '' as string),
          demonstration: profile.demonstration,
          version: profile.version,
          facts,
          merged: group ? mergedOf(ctx, query.kind, group, spoken, keys) : [],
          ...(id !== query.id && { askedFor: query.id }),
          links: [...linked, ...links],
          ledger,
          abilities: abilitiesOn(ctx.actor, RECORD_ABILITIES, aboutProfile(profile)),
        }
      },
      { planned: 'once' },
    )
  }
}

/** What the records of a group were called, each by its own statements; an id where the name is closed to the reader. */
export function namesOf(
  ctx: Context,
  kind: string,
  spoken: ReadonlyMap<string, readonly Statement[]>,
  keys: ReadonlyMap<string, SubjectKey>,
): (id: string) => string {
  const { nameFact } = kindOf(ctx, kind)
  const hidden = isMasked(packOf(ctx).facts.get(nameFact))
  return (id) => {
    const winner = fold(spoken.get(id) ?? []).get(nameFact)
    const value =
      winner?.sealed !== undefined ? keys.get(id)?.open(winner.sealed) : hidden ? undefined : winner?.value
    return typeof value === 'string' ? value : shortName(id)
  }
}

function mergedOf(
  ctx: Context,
  kind: string,
  group: Group,
  spoken: ReadonlyMap<string, readonly Statement[]>,
  keys: ReadonlyMap<string, SubjectKey>,
): Merged[] {
  const nameOf = namesOf(ctx, kind, spoken, keys)
  return group.merges.toReversed().map((merge) => ({
    mergeId: merge.id,
    id: merge.mergedId,
    name: nameOf(merge.mergedId),
    statements: spoken.get(merge.mergedId)?.length ?? 0,
    by: merge.by,
    recordedAt: merge.recordedAt,
    ...(merge.reason !== undefined && { reason: merge.reason }),
  }))
}

export function history(ctx: Context, query: InputOf<typeof registryContract.history>) {
  return reading(ctx, async (read) => {
    const profile = await findProfile(ctx, read, query.id, query.kind)
    const id = profile.subject_id
    const members = (await groupsOf(read, [id])).get(id)?.members ?? [id]
    const spoken = await statementsOf(read, members)
    // Newest first, of all that show here together.
    const statements = [...spoken.values()]
      .flat()
      .toSorted((a, b) =>
        a.recordedAt !== b.recordedAt ? (a.recordedAt < b.recordedAt ? 1 : -1) : a.id < b.id ? 1 : -1,
      )
    const from = query.cursor ? Math.max(0, statements.findIndex((one) => one.id === query.cursor) + 1) : 0
    const page = statements.slice(from, from + query.limit)
    const retracted = retractedIds(statements)
    const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
    const keys = open ? await ctx.district.keys.forReading(read, members) : new Map<string, SubjectKey>()
    const nameOf = namesOf(ctx, query.kind, spoken, keys)
    const { facts: dictionary } = packOf(ctx)
    const found = page.flatMap((one) => (isFinding(one) ? [String(one.facts[HOLDER])] : []))
    const holders = new Map((await profilesById(read, found)).map((row) => [row.subject_id, row]))
    return {
      rows: page.map((one) => {
        const holder = isFinding(one) ? holders.get(String(one.facts[HOLDER])) : undefined
        const values: Record<string, Value> = {}
        const masked: string[] = []
        for (const [name, value] of Object.entries(one.facts)) {
          if (name === HOLDER || name === EXPLAINS || name === SETTLES || value === null) continue
          if (isMasked(dictionary.get(name)) && !open) masked.push(name)
          else values[name] = value
        }
        for (const [name, sealed] of Object.entries(one.sealed ?? {})) {
          const value = keys.get(one.subjectId)?.open(sealed) as Value | undefined
          if (value === undefined) masked.push(name)
          else values[name] = value
        }
        return {
          id: one.id,
          source: one.source,
          asOf: one.asOf,
          recordedAt: one.recordedAt,
          by: one.by,
          values,
          masked,
          retracted: retracted.has(one.id),
          ...(isFinding(one) && {
            finds: { ...(holder && { kind: holder.kind, id: holder.subject_id, name: holder.name }) },
          }),
          ...(one.retracts && { retracts: one.retracts }),
          ...(one.subjectId !== id && { about: { id: one.subjectId, name: nameOf(one.subjectId) } }),
        }
      }),
      ...(from + query.limit < statements.length && page.at(-1) && { next: page.at(-1)?.id }),
    }
  })
}

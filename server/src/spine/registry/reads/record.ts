import type { Value } from '@qiongding/kernel'
import { abilitiesOn, may } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../pack.ts'
import type { registryContract, Subject } from '../contract.ts'
import { EXPLAINS, fold, isFinding } from '../fold.ts'
import { HOLDER, isMasked } from '../values.ts'
import { statementsOf } from '../write.ts'
import { findProfileAsOf } from './past.ts'
import { aboutProfile, findProfile, profilesById, shortName } from './profiles.ts'

const RECORD_ABILITIES = ['registry.write', 'personal.read', 'personal.erase', 'match.read', 'journey.open']

/** What links to a subject: read by those who own the links, registered at start. */
export type LinkReader = (
  ctx: Context,
  read: ReadDb,
  subjectId: string,
  asOf: AsOfDays,
) => Promise<Subject['links']>

export function readSubject(links: readonly LinkReader[]) {
  return async (ctx: Context, query: InputOf<typeof registryContract.read>): Promise<Subject> => {
    kindOf(ctx, query.kind)
    const asOf = asOfOf(ctx, query)
    return reading(ctx, async (read) => {
      const profile = await findProfileAsOf(ctx, read, query.id, query.kind, asOf)
      const statements =
        (await statementsOf(read, [query.id], asOf.past ? asOf : undefined)).get(query.id) ?? []
      if (statements.length === 0) throw refuse('not-found')
      const winners = fold(statements)
      const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
      const key = open ? (await ctx.district.keys.forReading(read, [query.id])).get(query.id) : undefined
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
            ? (key?.open(winner.sealed) as Value | undefined)
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
      const found = await Promise.all(links.map((link) => link(ctx, read, query.id, asOf)))
      return {
        id: query.id,
        kind: query.kind,
        name: typeof name === 'string' ? name : profile.name || shortName(query.id),
        values,
        masked: masked.toSorted(),
        asOf: facts.reduce((latest, fact) => (fact.asOf > latest ? fact.asOf : latest), '' as string),
        demonstration: profile.demonstration,
        version: profile.version,
        facts,
        links: found.flat(),
        abilities: abilitiesOn(ctx.actor, RECORD_ABILITIES, aboutProfile(profile)),
      }
    })
  }
}

export function history(ctx: Context, query: InputOf<typeof registryContract.history>) {
  return reading(ctx, async (read) => {
    const profile = await findProfile(ctx, read, query.id, query.kind)
    const statements = ((await statementsOf(read, [query.id])).get(query.id) ?? []).toReversed()
    const from = query.cursor ? Math.max(0, statements.findIndex((one) => one.id === query.cursor) + 1) : 0
    const page = statements.slice(from, from + query.limit)
    const retracted = new Set(statements.map((one) => one.retracts))
    const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
    const key = open ? (await ctx.district.keys.forReading(read, [query.id])).get(query.id) : undefined
    const { facts: dictionary } = packOf(ctx)
    const found = page.flatMap((one) => (isFinding(one) ? [String(one.facts[HOLDER])] : []))
    const holders = new Map((await profilesById(read, found)).map((row) => [row.subject_id, row]))
    return {
      rows: page.map((one) => {
        const holder = isFinding(one) ? holders.get(String(one.facts[HOLDER])) : undefined
        const values: Record<string, Value> = {}
        const masked: string[] = []
        for (const [name, value] of Object.entries(one.facts)) {
          if (name === HOLDER || name === EXPLAINS || value === null) continue
          if (isMasked(dictionary.get(name)) && !open) masked.push(name)
          else values[name] = value
        }
        for (const [name, sealed] of Object.entries(one.sealed ?? {})) {
          const value = key?.open(sealed) as Value | undefined
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
        }
      }),
      ...(from + query.limit < statements.length && page.at(-1) && { next: page.at(-1)?.id }),
    }
  })
}

import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import { abilitiesOn, may } from '../../../../platform/abilities.ts'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf } from '../../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../../pack.ts'
import { fold, type Statement, type Winner } from '../../fold.ts'
import { statementsOf } from '../../projection.ts'
import {
  aboutProfile,
  findProfile,
  openersOf,
  openProfiles,
  type StoredProfile,
} from '../../reads/profiles.ts'
import type { LinkReader } from '../../reads/record.ts'
import { HOLDER, isMasked } from '../../values.ts'
import type { Comparison, duplicatesContract, PairFact } from '../contract.ts'
import { groupsOf } from '../joined.ts'
import { inOrder } from '../pair-object.ts'
import { type Group, mayBeMerged, passesOf } from '../rules.ts'
import { decisionView, standingPair, tracesOf } from './pairs.ts'

/** Facts that a person must choose between where they differ: what says who somebody is, the name apart, and what somebody agreed to. */
export function toChoose(ctx: Context, kind: string): string[] {
  const { identity, nameFact, consentFact } = kindOf(ctx, kind)
  return [...new Set([...identity.flat(), ...(consentFact ? [consentFact] : [])])].filter(
    (key) => key !== nameFact,
  )
}

/** One of the two records with everything that is asked about it. */
type End = {
  readonly profile: StoredProfile
  readonly members: readonly string[]
  readonly merges: Group['merges']
  readonly statements: readonly Statement[]
  readonly winners: ReadonlyMap<string, Winner>
  readonly open: boolean
  /** The value that stands, whoever may see it. */
  readonly valueOf: (key: string) => Value | undefined
}

async function endOf(ctx: Context, read: ReadDb, id: string, kind: string): Promise<End> {
  const profile = await findProfile(ctx, read, id, kind)
  const group = (await groupsOf(read, [profile.subject_id])).get(profile.subject_id)
  const members = group?.members ?? [profile.subject_id]
  const statements = [...(await statementsOf(read, members)).values()].flat()
  const opener = (await openersOf(ctx, read, [profile])).get(profile.subject_id)
  return {
    profile,
    members,
    merges: group?.merges ?? [],
    statements,
    winners: fold(statements, group && passesOf(group)),
    open: may(ctx.actor, 'personal.read', aboutProfile(profile)),
    valueOf: (key) => {
      const sealed = profile.sealed?.[key]
      return (
        profile.facts[key] ?? (sealed === undefined ? undefined : (opener?.(sealed) as Value | undefined))
      )
    },
  }
}

const same = (one: Value | undefined, other: Value | undefined) =>
  JSON.stringify(one) === JSON.stringify(other)

function factOf(end: End, key: string, shown: boolean): NonNullable<PairFact['left']> | undefined {
  const winner = end.winners.get(key)
  if (!winner) return undefined
  const value = shown ? end.valueOf(key) : undefined
  const { source, asOf, by } = winner.statement
  return { source, asOf, by, ...(value !== undefined && { value }) }
}

/** Facts of both, those that say who somebody is first, then what differs, then what agrees, then what only one states. */
function factsOf(
  ctx: Context,
  kind: string,
  [left, right]: readonly [End, End],
  near: ReadonlySet<string>,
): PairFact[] {
  const { facts: dictionary, factsOf: byKind } = packOf(ctx)
  const choose = new Set(toChoose(ctx, kind))
  const together = fold(
    [...left.statements, ...right.statements],
    passesOf({ merges: [...left.merges, ...right.merges] }),
  )
  const { nameFact } = kindOf(ctx, kind)
  const order = [nameFact, ...choose, ...(byKind.get(kind) ?? []).map((fact) => fact.key)]
  const keys = [...new Set([...left.winners.keys(), ...right.winners.keys()])].filter((key) => key !== HOLDER)
  return keys
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((key): PairFact => {
      const shown = !isMasked(dictionary.get(key)) || (left.open && right.open)
      const [one, other] = [factOf(left, key, shown), factOf(right, key, shown)]
      const agrees = same(left.valueOf(key), right.valueOf(key))
      const how = !one || !other ? 'one' : agrees ? 'agree' : near.has(key) ? 'near' : 'differ'
      const winner = together.get(key)?.statement.subjectId ?? ''
      return {
        key,
        how,
        masked: !shown,
        ...(one && { left: one }),
        ...(other && { right: other }),
        wins: left.members.includes(winner) ? 'left' : 'right',
        mustChoose: choose.has(key) && (how === 'differ' || how === 'near'),
      }
    })
}

async function viewOf(
  ctx: Context,
  read: ReadDb,
  end: End,
  { links, asOf }: { links: readonly LinkReader[]; asOf: AsOfDays },
): Promise<Comparison['left']> {
  const { profile, members, statements } = end
  const [row] = await openProfiles(ctx, read, [profile])
  const found = await Promise.all(links.map((link) => link(ctx, read, members, asOf)))
  const counted = await sql<{ holds: number; sign_ins: number }>`
    select (select count(*) from profile where district_id = ${read.district} and holder_id = ${profile.subject_id}::uuid)::integer as holds,
      (select count(*) from member where district_id = ${read.district} and party_id = any(${members as string[]}::uuid[]) and active)::integer as sign_ins
  `.execute(read.query)
  return {
    id: profile.subject_id,
    name: row?.name ?? '',
    asOf: profile.as_of,
    statements: statements.length,
    version: profile.version,
    links: found.flat(),
    holds: counted.rows[0]?.holds ?? 0,
    signIns: counted.rows[0]?.sign_ins ?? 0,
  }
}

/** The record to keep unless a person says otherwise: the one with a code, then the one more is said of, then the older. */
function staying(ctx: Context, kind: string, left: End, right: End): 'left' | 'right' {
  const code = kindOf(ctx, kind).identity[0]?.length === 1 ? kindOf(ctx, kind).identity[0]?.[0] : undefined
  const weights = [left, right].map((end) => [
    code !== undefined && end.winners.has(code) ? 1 : 0,
    end.statements.length,
  ])
  const [one, other] = weights as [number[], number[]]
  for (const [index, weight] of one.entries())
    if (weight !== other[index]) return weight > (other[index] ?? 0) ? 'left' : 'right'
  return left.profile.subject_id < right.profile.subject_id ? 'left' : 'right'
}

export function comparePair(links: readonly LinkReader[]) {
  return (ctx: Context, query: InputOf<typeof duplicatesContract.compare>): Promise<Comparison> => {
    const { kind } = query
    const definition = kindOf(ctx, kind)
    const asOf = asOfOf(ctx, {})
    return reading(ctx, async (read) => {
      const left = await endOf(ctx, read, query.leftId, kind)
      const right = await endOf(ctx, read, query.rightId, kind)
      const ids = [left.profile.subject_id, right.profile.subject_id] as const
      if (ids[0] === ids[1]) throw refuse('already-merged', { id: query.rightId, into: ids[0] })
      const [found] = await tracesOf(ctx, read, kind, [[left.profile, right.profile]])
      const { identifying, ...trace } = found as NonNullable<typeof found>
      const pair = await standingPair(read, kind, inOrder(...ids))
      const demonstration = left.profile.demonstration
      const refusal = !mayBeMerged(definition)
        ? 'merge-kind'
        : demonstration !== right.profile.demonstration
          ? 'merge-demonstration'
          : undefined
      return {
        kind,
        left: await viewOf(ctx, read, left, { links, asOf }),
        right: await viewOf(ctx, read, right, { links, asOf }),
        trace,
        facts: factsOf(ctx, kind, [left, right], new Set(trace.near)),
        state: pair?.state ?? 'open',
        ...(pair?.said && { decision: decisionView(pair.said, identifying) }),
        stays: staying(ctx, kind, left, right),
        demonstration,
        ...(refusal && { refusal }),
        abilities: abilitiesOn(ctx.actor, ['registry.merge'], {}),
      }
    })
  }
}

import type { Value } from '@qiongding/kernel'
import { may } from '../../../platform/abilities.ts'
import type { SubjectKey } from '../../../platform/keys.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { packOf } from '../../pack.ts'
import type { FactStatement, registryContract } from '../contract.ts'
import { disputed, speaks } from '../dispute.ts'
import { groupsOf } from '../duplicates/joined.ts'
import { passesOf } from '../duplicates/rules.ts'
import { fold, later, retractedIds, SETTLES } from '../fold.ts'
import { statementsOf } from '../projection.ts'
import { isMasked } from '../values.ts'
import { aboutProfile, findProfile } from './profiles.ts'
import { namesOf } from './record.ts'

/** Statements of one fact that are told; more were never seen of one. */
const SHOWN = 200

/** The whole life of one fact: what was said of which day, when it became known, what was taken back, and which says otherwise. */
export function factHistory(
  ctx: Context,
  query: InputOf<typeof registryContract.fact>,
): Promise<{ rows: FactStatement[]; more: boolean }> {
  const { facts: dictionary } = packOf(ctx)
  const fact = dictionary.get(query.fact)
  if (!fact || fact.of !== query.kind) throw refuse('unknown-fact', { key: query.fact })
  return reading(ctx, async (read) => {
    const profile = await findProfile(ctx, read, query.id, query.kind)
    const id = profile.subject_id
    const group = (await groupsOf(read, [id])).get(id)
    const members = group?.members ?? [id]
    const spoken = await statementsOf(read, members)
    const statements = [...spoken.values()].flat()
    const stands = fold(statements, group && passesOf(group)).get(query.fact)?.statement.id
    const against = new Set(disputed(statements, query.fact, group && passesOf(group)).map((one) => one.id))
    const retracted = retractedIds(statements)
    const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
    const keys = open ? await ctx.district.keys.forReading(read, members) : new Map<string, SubjectKey>()
    const nameOf = namesOf(ctx, query.kind, spoken, keys)
    const told = statements.filter((one) => speaks(one, query.fact)).toSorted((a, b) => later(b, a))
    return {
      rows: told.slice(0, SHOWN).map((one) => {
        const sealed = one.sealed?.[query.fact]
        const hidden = isMasked(fact) && !open
        const value = hidden
          ? undefined
          : sealed === undefined
            ? (one.facts[query.fact] ?? undefined)
            : (keys.get(one.subjectId)?.open(sealed) as Value | undefined)
        const settles = one.facts[SETTLES]
        return {
          id: one.id,
          ...(value !== undefined && { value }),
          masked: hidden || (sealed !== undefined && value === undefined),
          source: one.source,
          asOf: one.asOf,
          recordedAt: one.recordedAt,
          by: one.by,
          retracted: retracted.has(one.id),
          stands: one.id === stands,
          disagrees: against.has(one.id) && one.id !== stands,
          ...(Array.isArray(settles) && { settles: [...settles] }),
          ...(one.subjectId !== id && { about: { id: one.subjectId, name: nameOf(one.subjectId) } }),
        }
      }),
      more: told.length > SHOWN,
    }
  })
}

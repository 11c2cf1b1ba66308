import type { Value } from '@qiongding/kernel'
import { type Profile, type RankedOffer, rank } from '@qiongding/matching'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AsOfDays, asOfOf, kindOf } from '../../pack.ts'
import { factsOf, openProfiles, profilesAsOf } from '../../registry/index.ts'
import { rankPooled } from '../pool/index.ts'
import { type Ended, endedOf, hasConsent } from '../rules.ts'
import { acceptedOf, type Decisions, decisionsOfNeeds } from './decisions.ts'
import { holderNames, optionsOf } from './pair.ts'

/** A need among several that are brought together with offers at once. */
export type OneOfMany = {
  readonly id: string
  readonly name: string
  readonly holder?: { readonly id: string; readonly name: string }
  readonly facts: Readonly<Record<string, Value>>
  readonly asOf: string
  /** Requirements it states; none means that nothing in it can be judged. */
  readonly requirements: number
  /** How many it still seeks; absent where it does not say. */
  readonly seeks?: number
  /** Why nothing can be accepted for it, where that is so. */
  readonly ended?: Ended | { readonly how: 'no-consent' }
  readonly decisions: Decisions
  readonly demonstration: boolean
}

/** Several needs of a profile as they stand, in the order of `ids`; of what is none of its needs nothing is said. */
export async function needsOfMany(
  ctx: Context,
  read: ReadDb,
  profile: Profile,
  { ids, asOf }: { readonly ids: readonly string[]; readonly asOf: AsOfDays },
): Promise<OneOfMany[]> {
  const kind = kindOf(ctx, profile.need)
  const stored = (await profilesAsOf(ctx, read, ids, asOf)).filter((one) => one.kind === profile.need)
  const [facts, decisions, shown, holders] = [
    await factsOf(ctx, read, ids, asOf),
    await decisionsOfNeeds(read, profile.id, ids, asOf),
    new Map((await openProfiles(ctx, read, stored)).map((one) => [one.id, one])),
    await holderNames(ctx, read, stored, asOf),
  ]
  const byId = new Map(stored.map((one) => [one.subject_id, one]))
  return ids.flatMap((id): OneOfMany[] => {
    const one = byId.get(id)
    if (!one) return []
    const own = facts.get(id)?.facts ?? {}
    const decided = decisions.get(id) ?? new Map()
    const holder = one.holder_id === null ? undefined : holders.get(one.holder_id)
    const quantity = kind.demand?.quantity
    const wanted = quantity === undefined ? undefined : own[quantity]
    const ended =
      endedOf(kind, { facts: own, asOf: one.as_of }, asOf.on) ??
      (hasConsent(kind, own) ? undefined : ({ how: 'no-consent' } as const))
    return [
      {
        id,
        name: shown.get(id)?.name ?? one.name,
        ...(one.holder_id !== null &&
          holder !== undefined && { holder: { id: one.holder_id, name: holder } }),
        facts: own,
        asOf: one.as_of,
        requirements: rank(profile, own, [], optionsOf(ctx, asOf.on)).requirements.length,
        ...(typeof wanted === 'number' && { seeks: Math.max(0, Math.floor(wanted) - acceptedOf(decided)) }),
        ...(ended && { ended }),
        decisions: decided,
        demonstration: one.demonstration,
      },
    ]
  })
}

/**
 * The first rows of the ranking of every offer for each of several needs, today. Whoever was decided on already is left out, and who
 * declined a need himself is in no row of it; `left` are more to leave out, by need. Offers are held ready in a thread, so that the house
 * goes on meanwhile.
 */
export async function rankMany(
  ctx: Context,
  read: ReadDb,
  profile: Profile,
  {
    needs,
    limit,
    left,
  }: {
    readonly needs: readonly OneOfMany[]
    readonly limit: number
    readonly left?: ReadonlyMap<string, readonly string[]>
  },
): Promise<Map<string, readonly RankedOffer[]>> {
  const { on } = optionsOf(ctx, asOfOf(ctx, {}).on)
  const open = needs.filter(({ ended }) => !ended)
  const rankings = await rankPooled(ctx, read, profile, {
    on,
    asked: open.map(({ id, facts, decisions }) => ({
      need: facts,
      query: { limit, without: [...decisions.keys(), ...(left?.get(id) ?? [])] },
    })),
  })
  return new Map(open.map(({ id }, at) => [id, rankings[at]?.rows ?? []]))
}

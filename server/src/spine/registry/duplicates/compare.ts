import type { Value } from '@qiongding/kernel'
import { type RecordProfile, recordProfileOf } from '@qiongding/names'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { kindOf, packOf } from '../../pack.ts'
import { openersOf, type StoredProfile } from '../reads/profiles.ts'
import type { PairTrace } from './rules.ts'

/** What records of a kind are compared by, and the regions that names leave out. */
export type Measure = { readonly profile: RecordProfile; readonly regions: readonly string[] }

export function measureOf(ctx: Context, kind: string): Measure {
  const { pack, factsOf } = packOf(ctx)
  const { id, nameFact, person, holder, identity, comparedBy } = kindOf(ctx, kind)
  const profile = recordProfileOf(
    {
      id,
      nameFact,
      identity,
      facts: factsOf.get(kind) ?? [],
      ...(person !== undefined && { person }),
      ...(holder !== undefined && { holder }),
    },
    comparedBy ?? [],
  )
  return { profile, regions: pack.regions ?? [] }
}

/** Facts that a profile reads. */
export function comparedFacts({ profile }: Measure): string[] {
  return [profile.name, ...profile.facts].flatMap(({ fact }) => fact)
}

export type Comparable = Readonly<Record<string, Value | undefined>>

/** What records are compared by, closed values opened: the machine compares them, nobody is shown them. */
export async function comparables(
  ctx: Context,
  read: ReadDb,
  measure: Measure,
  profiles: readonly Pick<StoredProfile, 'subject_id' | 'facts' | 'sealed' | 'members'>[],
): Promise<Comparable[]> {
  const keys = comparedFacts(measure)
  const opening = await openersOf(
    ctx,
    read,
    profiles.filter((one) => one.sealed && keys.some((key) => one.sealed?.[key] !== undefined)),
  )
  return profiles.map((one) => {
    const facts: Record<string, Value> = {}
    for (const key of keys) {
      const sealed = one.sealed?.[key]
      const value =
        one.facts[key] ?? (sealed === undefined ? undefined : opening.get(one.subject_id)?.(sealed))
      if (value !== undefined) facts[key] = value as Value
    }
    return facts
  })
}

/** Of the facts that agree, those that say who somebody is. */
export function identifyingOf(ctx: Context, kind: string, { agrees }: Pick<PairTrace, 'agrees'>): string[] {
  const { identity, nameFact } = kindOf(ctx, kind)
  const own = new Set(identity.flat().filter((key) => key !== nameFact))
  return agrees.filter((key) => own.has(key)).toSorted()
}

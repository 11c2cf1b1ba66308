import { rank } from '@qiongding/matching'
import { reachOf } from '../../../platform/abilities.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf } from '../../pack.ts'
import { list, profilesAsOf } from '../../registry/index.ts'
import type { matchesContract } from '../contract.ts'
import { endedOf } from '../rules.ts'
import { acceptedOf, decisionsOfNeeds } from './decisions.ts'
import { holderNames, optionsOf, profileOf, shownEnd } from './pair.ts'

export async function listNeeds(ctx: Context, query: InputOf<typeof matchesContract.needs>) {
  const profile = profileOf(ctx, query.profile)
  const asOf = asOfOf(ctx, query)
  const [own, registry] = [reachOf(ctx.actor, 'match.read'), reachOf(ctx.actor, 'registry.read')]
  // Whoever may read the registry whole and matches only of his party would be shown too much.
  if (!own.all && registry.all) throw refuse('not-allowed', { ability: 'match.read' })
  const page = await list(ctx, {
    kind: profile.need,
    sort: 'name',
    count: true,
    limit: query.limit,
    ...(query.cursor !== undefined && { cursor: query.cursor }),
    ...(query.q !== undefined && { q: query.q }),
    ...(query.on !== undefined && { on: query.on }),
    ...(query.known !== undefined && { known: query.known }),
  } as never)
  return reading(ctx, async (read) => {
    const stored = new Map(
      (
        await profilesAsOf(
          ctx,
          read,
          page.rows.map((row) => row.id),
          asOf,
        )
      ).map((row) => [row.subject_id, row]),
    )
    const holders = await holderNames(ctx, read, stored.values(), asOf)
    const decisions = await decisionsOfNeeds(
      read,
      profile.id,
      page.rows.map((row) => row.id),
      asOf,
    )
    const options = optionsOf(ctx, asOf.on)
    return {
      rows: page.rows.map((row) => {
        const holderId = stored.get(row.id)?.holder_id
        const holder = holderId ? holders.get(holderId) : undefined
        const ended = endedOf(kindOf(ctx, profile.need), { facts: row.values, asOf: row.asOf }, asOf.on)
        const headcount = Object.entries(row.values).find(([key]) => key === 'headcount')?.[1]
        return {
          id: row.id,
          name: row.name,
          ...(holderId && holder !== undefined && { holder: { id: holderId, name: holder } }),
          requirements: rank(profile, row.values, [], options).requirements.length,
          accepted: acceptedOf(decisions.get(row.id)),
          ...(typeof headcount === 'number' && { headcount }),
          ...shownEnd(ended),
          demonstration: row.demonstration,
        }
      }),
      ...(page.next !== undefined && { next: page.next }),
      total: page.total ?? page.rows.length,
    }
  })
}

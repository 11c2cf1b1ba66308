import { day, type Value } from '@qiongding/kernel'
import type { PackProfile } from '@qiongding/pack-format'
import { abilitiesOn } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { journeyReach, journeysAsOf } from '../../../spine/journeys/index.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../../spine/pack.ts'
import { standingOf, subjectsOf } from '../../../spine/registry/index.ts'
import type { talentContract } from '../contract.ts'

type Overview = OutputOf<typeof talentContract.overview>['matchings'][number]

/** Most needs listed as running out. */
const DUE = 12

export function readOverview(
  ctx: Context,
  query: InputOf<typeof talentContract.overview>,
): Promise<OutputOf<typeof talentContract.overview>> {
  const asOf = asOfOf(ctx, query)
  const { pack } = packOf(ctx)
  return reading(ctx, async (read) => {
    const matchings: Overview[] = []
    // Profiles whose offers are natural persons: the others belong to other rooms.
    for (const profile of pack.matchings)
      if (kindOf(ctx, profile.offer).person) matchings.push(await overviewOf(ctx, read, profile, asOf))
    return {
      on: asOf.on,
      known: asOf.known,
      matchings,
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ['registry.write'], {}),
    }
  })
}

async function overviewOf(
  ctx: Context,
  read: ReadDb,
  profile: PackProfile,
  asOf: AsOfDays,
): Promise<Overview> {
  const [needKind, offerKind] = [kindOf(ctx, profile.need), kindOf(ctx, profile.offer)]
  const needs = await subjectsOf(ctx, read, profile.need, asOf)
  const offers = await subjectsOf(ctx, read, profile.offer, asOf)
  const standings = needs.map((need) => ({
    need,
    ...standingOf(needKind, need, day(asOf.on)),
  }))
  const consent = offers.map((offer): Value | undefined =>
    offerKind.consentFact === undefined ? true : offer.facts[offerKind.consentFact],
  )
  const mine = journeyReach(ctx)
  const journeys = (await journeysAsOf(read, asOf, profile.journey)).filter(
    (row) => row.match?.profile === profile.id && mine(row),
  )
  const definition = packOf(ctx).pack.journeys.find((one) => one.id === profile.journey)
  const of = (standing: string) => standings.filter((one) => one.standing === standing).length
  return {
    profile: profile.id,
    label: profile.label,
    needKind: profile.need,
    offerKind: profile.offer,
    needs: {
      open: of('open'),
      expiring: of('expiring'),
      expired: of('expired'),
      unknown: of('unknown'),
      filled: of('filled'),
      dropped: of('dropped'),
    },
    offers: {
      consenting: consent.filter((one) => one === true).length,
      refusing: consent.filter((one) => one === false).length,
      unknown: consent.filter((one) => one === undefined).length,
    },
    stages: (definition?.stages ?? []).map((stage) => ({
      id: stage.id,
      label: stage.label,
      n: journeys.filter((row) => !row.closed && row.stage === stage.id).length,
    })),
    closed: journeys.filter((row) => row.closed).length,
    due: standings
      .filter((one) => one.standing === 'expiring' || one.standing === 'expired')
      .toSorted((a, b) => Math.abs(a.leftDays ?? 0) - Math.abs(b.leftDays ?? 0))
      .slice(0, DUE)
      .map(({ need, leftDays, until }) => {
        const holder = needKind.holder === undefined ? undefined : need.facts[needKind.holder]
        return {
          id: need.id,
          name: need.name,
          ...(typeof holder === 'string' && { holder }),
          ...(until !== undefined && { expiresOn: until }),
          ...(leftDays !== undefined && { leftDays }),
          demonstration: need.demonstration,
        }
      }),
  }
}

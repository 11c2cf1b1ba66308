import { loadLead } from '../capabilities/attraction/index.ts'
import type { Context } from '../platform/verb/context.ts'
import {
  advanceJourney,
  attachEvidence,
  closeJourney,
  joinJourney,
  openJourney,
  stateJourney,
} from '../spine/journeys/index.ts'
import { acceptMatch } from '../spine/matches/index.ts'
import { findProfile } from '../spine/registry/index.ts'
import { contextOn, type Loader, officer, type Step } from './loader.ts'

export function journeySteps(loader: Loader): Step[] {
  const { rows } = loader
  const { pack } = loader.workbench.pack
  return rows.journeys.flatMap((journey): Step[] => {
    const office =
      journey.office ??
      pack.roles.find((role) => role.grants.some((grant) => grant.ability === 'journey.open'))?.office ??
      ''
    const actor = officer(office, pack.offices.find((one) => one.id === office)?.label.zh ?? '')
    const idOf = () => loader.journeys.get(journey.id) as string
    const subject = (name: string) => loader.subjects.get(name) as string
    const kindOf = (name: string) => name.split(' ')[0] as string
    const open: Step = {
      day: journey.opened,
      rank: 1,
      take: async () => {
        const ctx = contextOn(loader, journey.opened, actor)
        const profile = pack.matchings.find((one) => one.id === journey.profile)
        if (profile) {
          const [need, offer] = [
            journey.subjects.find((name) => kindOf(name) === profile.need),
            journey.subjects.find((name) => kindOf(name) === profile.offer),
          ] as [string, string]
          const { journeyId } = await acceptMatch(ctx, {
            profile: profile.id,
            needId: subject(need),
            offerId: subject(offer),
          })
          loader.journeys.set(journey.id, journeyId)
        } else if (pack.journeys.find((one) => one.id === journey.journey)?.intake) {
          const { id } = await loadLead(ctx, {
            definition: journey.journey,
            title: journey.title ?? journey.id,
            values: { ...journey.facts },
          })
          loader.journeys.set(journey.id, id)
          for (const name of journey.subjects)
            await joinJourney(ctx, { id, kind: kindOf(name), subject: subject(name) })
        } else {
          const [first] = journey.subjects as [string]
          const named = await findProfile(ctx, loader.tx, subject(first))
          const opened = await openJourney(ctx, {
            definition: journey.journey,
            title: named.name,
            parties: journey.subjects.map((name) => ({
              role: kindOf(name),
              kind: kindOf(name),
              id: subject(name),
            })),
          })
          loader.journeys.set(journey.id, opened.id)
        }
      },
    }
    const moves = journey.moves.map(
      (move): Step => ({
        day: move.day,
        rank: 3,
        take: async () => {
          const ctx = contextOn(loader, move.day, actor)
          for (const [key, value] of Object.entries(move.facts))
            await stateJourney(ctx, { id: idOf(), key, value: value as string })
          for (const kind of move.evidence)
            await attachEvidence(ctx, {
              id: idOf(),
              kind,
              fileId: await paper(loader, ctx, kind),
              note: '演示',
            })
          await advanceJourney(ctx, { id: idOf(), to: move.to })
        },
      }),
    )
    const later = journey.later.map(
      (one): Step => ({
        day: one.day,
        rank: 3,
        take: async () => {
          for (const [key, value] of Object.entries(one.facts))
            await stateJourney(contextOn(loader, one.day, actor), { id: idOf(), key, value: value as string })
        },
      }),
    )
    const { exit } = journey
    return [
      open,
      ...moves,
      ...later,
      ...(exit
        ? [
            {
              day: exit.day,
              rank: 4,
              take: () =>
                closeJourney(contextOn(loader, exit.day, actor), {
                  id: idOf(),
                  exit: exit.exit,
                  reason: exit.reason ?? '演示',
                }),
            },
          ]
        : []),
    ]
  })
}

/** A made-up paper: a text that says that it is one. */
async function paper(loader: Loader, ctx: Context, kind: string): Promise<string> {
  const label = loader.workbench.pack.pack.evidence.find((one) => one.id === kind)?.label.zh ?? kind
  const stored = await ctx.district.files.put(loader.tx, {
    name: `演示${label}.txt`,
    type: 'text/plain; charset=utf-8',
    bytes: new TextEncoder().encode(`演示：${label}。此件为虚构。\n`),
    actorId: ctx.actor.id,
    at: ctx.clock.now(),
  })
  return stored.id
}

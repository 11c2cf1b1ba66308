import { day } from '@qiongding/kernel'
import { LINK_TRIES, stateOfLink } from '../../../../platform/links.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../../platform/verb/verb.ts'
import { packOf } from '../../../pack.ts'
import { profilesById } from '../../reads/profiles.ts'
import { standingOf } from '../../standing.ts'
import { needKindOf } from '../answer.ts'
import type { needsContract } from '../contract.ts'
import { askByToken } from '../links.ts'

type Asked = OutputOf<typeof needsContract.asked>

/** What the holder of an address sees: its own needs and how long they stand. Closed addresses say only that they are closed. */
export function readAsked(ctx: Context, { token }: InputOf<typeof needsContract.asked>): Promise<Asked> {
  return reading(ctx, async (read) => {
    const found = await askByToken(ctx, read, token)
    if (!found) throw refuse('not-found')
    const { link, ask } = found
    const { pack, facts } = packOf(ctx)
    const state = stateOfLink(link, ctx.clock.now())
    if (state !== 'waiting') return { state, district: pack.name, triesLeft: 0 }
    const kind = needKindOf(ctx, ask.kind)
    const { quantity, validDays, longestDays } = kind.demand
    const today = ctx.clock.today()
    const needs = new Map(
      (
        await profilesById(
          read,
          ask.needs.map((need) => need.id),
        )
      ).map((need) => [need.subject_id, need]),
    )
    const quantityLabel = quantity === undefined ? undefined : facts.get(quantity)?.label
    const office = pack.offices.find((one) => one.id === ask.office)
    return {
      state,
      district: pack.name,
      triesLeft: LINK_TRIES - link.tries,
      ask: {
        party: ask.party.name,
        ...(office && { officeLabel: office.label }),
        kindLabel: kind.label,
        code: ask.code,
        expiresAt: ask.expiresAt,
        today,
        validDays,
        longestDays,
        ...(quantityLabel && { quantityLabel }),
        needs: ask.needs.flatMap(({ id, title }) => {
          const need = needs.get(id)
          if (!need) return []
          const { standing, until } = standingOf(kind, { facts: need.facts, asOf: need.as_of }, day(today))
          const answered = ask.answers.find((one) => one.needId === id)?.answer
          const many = quantity === undefined ? undefined : need.facts[quantity]
          return [
            {
              id,
              name: need.name || title,
              standing,
              ...(until !== undefined && { until }),
              ...(typeof many === 'number' && { quantity: many }),
              ...(answered && { answered }),
            },
          ]
        }),
        demonstration: ask.demonstration,
      },
    }
  })
}

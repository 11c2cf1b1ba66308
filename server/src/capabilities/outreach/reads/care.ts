import type { Day } from '@qiongding/kernel'
import { abilitiesOn, partiesOf } from '../../../platform/abilities.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { type JourneyRow, journeyReach, journeysAsOf } from '../../../spine/journeys/index.ts'
import { asOfOf, packOf } from '../../../spine/pack.ts'
import { profilesById } from '../../../spine/registry/index.ts'
import type { Care, outreachContract } from '../contract.ts'
import { careDue } from '../rules.ts'
import { officeLabel, visitsAsOf, visitsOf, visitView } from './known.ts'

/** Enterprises whose case has settled, and when somebody should come by again; those that are due first. */
export function listCare(ctx: Context, query: InputOf<typeof outreachContract.care>) {
  const asOf = asOfOf(ctx, query)
  const { pack } = packOf(ctx)
  const cared = pack.journeys.filter(({ care }) => care !== undefined)
  return reading(ctx, async (read) => {
    const mine = journeyReach(ctx)
    const settled = new Map<
      string,
      { readonly row: JourneyRow; readonly on: string; readonly every: number }
    >()
    for (const { id, care } of cared) {
      if (!care) continue
      for (const row of await journeysAsOf(read, asOf, id)) {
        const on = row.reached[care.from]
        if (on === undefined || !row.party || !mine(row)) continue
        const before = settled.get(row.party.id)
        // One enterprise is looked after once, whatever it has settled with: since the first, shown by the latest.
        if (!before) settled.set(row.party.id, { row, on, every: care.everyDays })
        else
          settled.set(row.party.id, {
            row: row.openedOn > before.row.openedOn ? row : before.row,
            on: on < before.on ? on : before.on,
            every: Math.min(before.every, care.everyDays),
          })
      }
    }
    const visits = Map.groupBy(await visitsAsOf(ctx, read, asOf), ({ partyId }) => partyId)
    const rows = [...settled].map(([partyId, { row, on, every }]): Care => {
      const seen = visits.get(partyId) ?? []
      const last = seen[0]?.day
      const due = careDue(on as Day, last as Day | undefined, every)
      return {
        partyId,
        company: row.party?.name ?? '',
        journey: { id: row.id, no: row.no, title: row.title },
        settledOn: on,
        ...(row.careOffice !== undefined && { office: officeLabel(ctx, row.careOffice) }),
        ...(last !== undefined && { last }),
        due,
        late: due < asOf.on,
        open: seen.filter(({ next, closed }) => next !== undefined && closed === undefined).length,
        demonstration: row.demonstration,
      }
    })
    const sorted = rows.toSorted((a, b) =>
      a.due !== b.due ? (a.due < b.due ? -1 : 1) : a.partyId < b.partyId ? -1 : 1,
    )
    const { page, ...more } = pageOf(sorted, query)
    const first = cared[0]?.care
    return {
      rows: page,
      ...more,
      total: sorted.length,
      late: sorted.filter(({ late }) => late).length,
      ...(first && { every: first.everyDays, source: first.source }),
      abilities: asOf.past
        ? []
        : abilitiesOn(ctx.actor, ['visit.write'], {
            office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
          }),
    }
  })
}

/** Everything that was said when an enterprise was looked after. */
export function listVisits(ctx: Context, query: InputOf<typeof outreachContract.visits>) {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const [profile] = await profilesById(read, [query.id])
    if (!profile) throw refuse('not-found')
    const rows = (await visitsAsOf(ctx, read, asOf)).filter(({ partyId }) => partyId === query.id)
    return {
      company: profile.name,
      rows: rows.map((row) => visitView(ctx, row, asOf)),
      abilities: asOf.past
        ? []
        : abilitiesOn(ctx.actor, ['visit.write'], {
            office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
          }),
    }
  })
}

/** Closed steps that an enterprise still sees: those of the last while. */
const OWED = 100

/** What was said to an enterprise that would be done, open ones first; for whoever acts for it, and for nobody else. */
export function listOwed(ctx: Context, query: InputOf<typeof outreachContract.owed>) {
  const asOf = asOfOf(ctx, query)
  const parties = partiesOf(ctx.actor)
  return reading(ctx, async (read) => {
    const rows = parties.length === 0 ? [] : await visitsOf(read, parties, asOf)
    return {
      rows: rows
        .flatMap(({ id, day, next, closed, demonstration }) =>
          next === undefined
            ? []
            : [
                {
                  id,
                  day,
                  what: next.what,
                  office: officeLabel(ctx, next.office),
                  due: next.due,
                  late: closed === undefined && next.due < asOf.on,
                  ...(closed && { closed: { how: closed.how, day: closed.day, text: closed.text } }),
                  demonstration,
                },
              ],
        )
        .toSorted(
          (a, b) =>
            Number(a.closed !== undefined) - Number(b.closed !== undefined) ||
            (a.due < b.due ? -1 : a.due > b.due ? 1 : 0),
        )
        .slice(0, OWED),
    }
  })
}

import { addDays, daysBetween } from '@qiongding/kernel'
import type { Context } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import type { ladderContract } from '../contract.ts'
import { certificateView, knownLadder, titleLabels } from './known.ts'

/** Certificates in force that run out within some days, the first to run out first, and how many in each month. */
export async function readCalendar(
  ctx: Context,
  query: InputOf<typeof ladderContract.calendar>,
): Promise<OutputOf<typeof ladderContract.calendar>> {
  const known = await knownLadder(ctx, query)
  const { ladder, on } = known
  const labels = titleLabels(ctx, ladder)
  const until = addDays(on, query.days)
  const rows = known.firms
    .flatMap((firm) =>
      ladder.titles.flatMap(({ id }) => {
        const { held } = known.stand(firm.id, id)
        return held?.validTo !== undefined && held.validTo <= until
          ? [
              {
                id: firm.id,
                name: firm.name,
                demonstration: firm.demonstration,
                title: labels.get(id) ?? { zh: id, en: id },
                certificate: certificateView(held),
                days: daysBetween(on, held.validTo),
              },
            ]
          : []
      }),
    )
    .toSorted((a, b) => a.days - b.days)
  const months = Map.groupBy(rows, ({ certificate }) => (certificate.validTo ?? '').slice(0, 7))
  const { page, ...more } = pageOf(rows, query)
  return {
    on: known.asOf.on,
    known: known.asOf.known,
    months: [...months].map(([month, list]) => ({ month, n: list.length })),
    rows: page,
    ...more,
    total: rows.length,
  }
}

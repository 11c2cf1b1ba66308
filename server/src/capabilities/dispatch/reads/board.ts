import { abilitiesOn } from '../../../platform/abilities.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, packOf } from '../../../spine/pack.ts'
import type { Board, dispatchContract } from '../contract.ts'
import { taskCounts } from './tasks.ts'
import { forumsOf, openJourneys, projectView, sittingsAsOf, watch } from './watch.ts'

/** What to talk about on a day, in order. What the reader may not see is in no row and no count. */
export function readBoard(ctx: Context, query: InputOf<typeof dispatchContract.board>): Promise<Board> {
  const asOf = asOfOf(ctx, query)
  const forums = forumsOf(ctx)
  return reading(ctx, async (read) => {
    const watched = await watch(ctx, read, asOf, await openJourneys(ctx, read, asOf))
    const sittings = await sittingsAsOf(read, asOf)
    const wanted = watched.filter(
      ({ matters, judged }) =>
        (query.forum === undefined || matters.some(({ forum }) => forum === query.forum)) &&
        (query.office === undefined ||
          judged.row.careOffice === query.office ||
          judged.orders.some(
            ({ id, office }) => office === query.office && matters.some(({ of }) => of === id),
          )),
    )
    const { page, ...more } = pageOf(wanted, query)
    const all = watched.flatMap(({ matters }) => matters)
    return {
      on: asOf.on,
      forums: forums.map(({ id, label, after, leader, source }) => ({
        id,
        label,
        after: { ...after },
        leader: leader === true,
        source,
        n: all.filter(({ forum }) => forum === id).length,
      })),
      projects: page.map((one) => projectView(ctx, one, sittings)),
      total: wanted.length,
      ...more,
      tasks: await taskCounts(ctx, read, asOf),
      offices: packOf(ctx).pack.offices.map(({ id, label }) => ({ id, label })),
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ['dispatch.hold'], {}),
    }
  })
}

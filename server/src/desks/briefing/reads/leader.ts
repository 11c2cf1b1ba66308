import {
  forumLabel,
  forumsOf,
  type LateMatter,
  lateAmong,
  openJourneys,
  projectView,
  sittingsAsOf,
  taskCounts,
} from '../../../capabilities/dispatch/index.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { judgeJourneys } from '../../../spine/journeys/index.ts'
import { asOfOf } from '../../../spine/pack.ts'
import type { briefingContract, LeaderPage } from '../contract.ts'
import { standingOf } from './paper.ts'

/** Blockers on one page: as many as one remembers. */
const BLOCKERS = 3

/**
 * What only whoever leads can move today: what one office owes another, climbed to a forum that the pack keeps for him. Nothing here is
 * written down.
 */
export function readLeaderPage(
  ctx: Context,
  query: InputOf<typeof briefingContract.leader>,
): Promise<LeaderPage> {
  const asOf = asOfOf(ctx, query)
  const his = new Set(forumsOf(ctx).flatMap(({ id, leader }) => (leader ? [id] : [])))
  return reading(ctx, async (read) => {
    const rows = await openJourneys(ctx, read, asOf)
    const judged = await judgeJourneys(ctx, read, rows, asOf)
    const watched = lateAmong(ctx, judged, asOf)
    const sittings = await sittingsAsOf(read, asOf)
    // What an office owes itself (a report, a step of its own) it can bring without him; what another owes it cannot.
    const isHis = ({ sort, forum }: LateMatter) => sort === 'order' && his.has(forum ?? '')
    const reached = watched.filter(({ matters }) => matters.some(isHis))
    const next = sittings
      .filter(({ state, forum }) => state === 'planned' && his.has(forum))
      .toSorted((a, b) => (a.day < b.day ? -1 : 1))[0]
    return {
      on: asOf.on,
      blockers: reached.slice(0, BLOCKERS).flatMap((one) => {
        const { matters, ...project } = projectView(ctx, one, sittings)
        const key = one.matters.find(isHis)?.key
        const matter = matters.find((late) => late.key === key)
        return matter ? [{ ...project, matter, others: matters.length - 1 }] : []
      }),
      total: reached.length,
      standing: standingOf(judged),
      tasksLate: (await taskCounts(ctx, read, asOf)).late,
      ...(next && {
        next: {
          id: next.id,
          forum: forumLabel(ctx, next.forum),
          day: next.day,
          items: next.items.length,
        },
      }),
    }
  })
}

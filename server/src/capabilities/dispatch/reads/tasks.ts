import { abilitiesOn } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { objectsAsOf } from '../../../platform/ledger/objects.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { type JourneyRow, journeyReach, journeysById } from '../../../spine/journeys/index.ts'
import { type AsOfDays, asOfOf, officeLabel } from '../../../spine/pack.ts'
import type { dispatchContract, Task } from '../contract.ts'
import { type TaskRow, taskKind } from '../tables.ts'

/** Most tasks that one answer works over. */
const TASKS = 20_000

/**
 * Tasks up to a day that the reader may know of, those due first before the others: those of projects that he may see, and what his own
 * office was told.
 */
export async function tasksAsOf(ctx: Context, read: ReadDb, asOf: AsOfDays): Promise<TaskRow[]> {
  const rows = (await objectsAsOf(read, taskKind, asOf, TASKS)).toSorted((a, b) =>
    a.due !== b.due ? (a.due < b.due ? -1 : 1) : a.id < b.id ? -1 : a.id > b.id ? 1 : 0,
  )
  const journeys = await journeysById(read, [...new Set(rows.map(({ journeyId }) => journeyId))], asOf)
  const mine = journeyReach(ctx)
  const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  return rows.filter((row) => {
    const journey = journeys.get(row.journeyId)
    return (journey !== undefined && mine(journey)) || (office !== undefined && row.office === office)
  })
}

/** Reported and not yet struck off is in the hands of whoever strikes: it is not late. */
export const isLate = (row: Pick<TaskRow, 'state' | 'due'>, on: string) =>
  row.state === 'open' && row.due < on

export async function taskCounts(ctx: Context, read: ReadDb, asOf: AsOfDays) {
  const rows = await tasksAsOf(ctx, read, asOf)
  return {
    open: rows.filter(({ state }) => state === 'open').length,
    late: rows.filter((row) => isLate(row, asOf.on)).length,
    reported: rows.filter(({ state }) => state === 'reported').length,
  }
}

/** Tasks as a reader may see them: of which project only to those who may see that. */
export async function taskViews(
  ctx: Context,
  read: ReadDb,
  rows: readonly TaskRow[],
  asOf: AsOfDays,
): Promise<Task[]> {
  const mine = journeyReach(ctx)
  const journeys = await journeysById(
    read,
    rows.map(({ journeyId }) => journeyId),
    asOf,
  )
  return rows.map((row) => taskView(ctx, row, { journey: journeys.get(row.journeyId), mine, asOf }))
}

function taskView(
  ctx: Context,
  row: TaskRow,
  seen: {
    readonly journey: JourneyRow | undefined
    readonly mine: (row: JourneyRow) => boolean
    readonly asOf: AsOfDays
  },
): Task {
  const { journey, mine, asOf } = seen
  const { id, version, sittingId, what, due, state, decidedOn, report, returned, struck, demonstration } = row
  return {
    id,
    version,
    sittingId,
    what,
    office: officeLabel(ctx, row.office) ?? { zh: row.office, en: row.office },
    due,
    state,
    late: isLate(row, asOf.on),
    decidedOn,
    ...(journey && mine(journey) && { project: { id: journey.id, no: journey.no, title: journey.title } }),
    ...(report && { report }),
    ...(returned && { returned }),
    ...(struck && { struck }),
    demonstration,
    abilities:
      asOf.past || state === 'struck'
        ? []
        : [
            ...(state === 'open' ? abilitiesOn(ctx.actor, ['task.report'], { office: row.office }) : []),
            ...(state === 'reported' ? abilitiesOn(ctx.actor, ['dispatch.hold'], {}) : []),
          ],
  }
}

export function listTasks(ctx: Context, query: InputOf<typeof dispatchContract.tasks>) {
  const asOf = asOfOf(ctx, query)
  const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  return reading(ctx, async (read) => {
    const wanted = (await tasksAsOf(ctx, read, asOf)).filter(
      (row) =>
        (query.state === undefined || row.state === query.state) &&
        (query.office === undefined || row.office === query.office) &&
        (query.mine !== true || row.office === office) &&
        (query.late === undefined || isLate(row, asOf.on) === query.late),
    )
    const { page, ...more } = pageOf(wanted, query)
    return {
      rows: await taskViews(ctx, read, page, asOf),
      ...more,
      total: wanted.length,
    }
  })
}

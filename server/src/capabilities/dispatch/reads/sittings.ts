import { abilitiesOn, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findObject, replayObjects } from '../../../platform/ledger/objects.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { type JourneyRow, journeyReach, journeysById } from '../../../spine/journeys/index.ts'
import { type AsOfDays, asOfOf } from '../../../spine/pack.ts'
import type { dispatchContract, Sitting } from '../contract.ts'
import { type SittingRow, sittingKind, taskKind } from '../tables.ts'
import { tasksAsOf, taskViews } from './tasks.ts'
import { forumLabel, matterView, sittingsAsOf, watch } from './watch.ts'

/** What the reader may see of an agenda; of the rest he learns neither that it is there nor how much it is. */
async function inSightOf(
  ctx: Context,
  read: ReadDb,
  rows: readonly SittingRow[],
  asOf: AsOfDays,
): Promise<ReadonlyMap<string, JourneyRow>> {
  const ids = [...new Set(rows.flatMap(({ items }) => items.map(({ journeyId }) => journeyId)))]
  const mine = journeyReach(ctx)
  return new Map([...(await journeysById(read, ids, asOf))].filter(([, journey]) => mine(journey)))
}

const seenBy = (row: SittingRow, seen: ReadonlyMap<string, JourneyRow>): SittingRow => ({
  ...row,
  items: row.items.filter(({ journeyId }) => seen.has(journeyId)),
})

const sittingView = (ctx: Context, row: SittingRow) => ({
  id: row.id,
  version: row.version,
  forum: row.forum,
  forumLabel: forumLabel(ctx, row.forum),
  day: row.day,
  state: row.state,
  items: row.items.length,
  decided: row.items.filter(({ decision }) => decision !== undefined).length,
  attended: [...row.attended],
  by: row.by,
  demonstration: row.demonstration,
})

export function listSittings(ctx: Context, query: InputOf<typeof dispatchContract.sittings>) {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const all = await sittingsAsOf(read, asOf)
    const { page, ...more } = pageOf(all, query)
    const seen = await inSightOf(ctx, read, page, asOf)
    return {
      rows: page.map((row) => sittingView(ctx, seenBy(row, seen))),
      ...more,
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ['dispatch.hold'], {}),
    }
  })
}

async function mustFind(read: ReadDb, id: string, asOf: AsOfDays): Promise<SittingRow> {
  const found = asOf.past
    ? (await replayObjects(read, sittingKind, asOf, [id]))[0]
    : await findObject(read, sittingKind, id)
  if (!found) throw refuse('not-found')
  return found
}

/** A sitting with its agenda: how each matter stands today, what was decided, and what became of the tasks. */
export function readSitting(ctx: Context, query: InputOf<typeof dispatchContract.sitting>): Promise<Sitting> {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const found = await mustFind(read, query.id, asOf)
    const seen = await inSightOf(ctx, read, [found], asOf)
    const row = seenBy(found, seen)
    const watched = await watch(
      ctx,
      read,
      asOf,
      [...seen.values()].filter(({ closed }) => closed === undefined),
    )
    const sittings = await sittingsAsOf(read, asOf)
    const given = (await tasksAsOf(ctx, read, asOf)).filter(({ sittingId }) => sittingId === row.id)
    const tasks = await taskViews(ctx, read, given, asOf)
    const keys = new Map(given.map(({ id, key }) => [id, key]))
    const tasksOf = (key: string) => tasks.filter(({ id }) => keys.get(id) === key)
    const known = new Set(row.items.map(({ key }) => key))
    return {
      ...sittingView(ctx, row),
      agenda: row.items.map(({ key, journeyId, decision }) => {
        const journey = seen.get(journeyId) as JourneyRow
        const one = watched.find(({ id }) => id === journeyId)
        const matter = one?.matters.find((late) => late.key === key)
        return {
          key,
          project: { id: journey.id, no: journey.no, title: journey.title },
          ...(one && matter && { matter: matterView(ctx, one.judged, matter, sittings) }),
          ...(decision && { decision }),
          tasks: tasksOf(key),
        }
      }),
      // What his office was told of a project that he may not see.
      otherTasks: tasks.filter(({ id }) => !known.has(keys.get(id) as string)),
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ['dispatch.hold'], {}),
    }
  })
}

/** What is said of sittings and tasks: for those who may see every confidential project, since they name them. */
export const dispatchLedger: LedgerOwner = {
  owns: (_, kind) => kind === sittingKind.kind || kind === taskKind.kind,
  mayRead: (ctx) => reachOf(ctx.actor, 'journey.confidential').all,
}

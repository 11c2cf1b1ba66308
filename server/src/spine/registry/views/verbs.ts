import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { partiesOf } from '../../../platform/abilities.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { kindOf, packOf } from '../../pack.ts'
import { filterOf } from '../filter.ts'
import { orderOf } from '../reads/rows.ts'
import { isMasked } from '../values.ts'
import { viewsContract } from './contract.ts'
import { officeOf, viewOf, viewRows } from './reads.ts'
import { type ViewRow, viewKind } from './tables.ts'

/** Views of one list that one person keeps: more are no help in finding one. */
const MOST = 30

type Shows = {
  readonly q?: string | undefined
  readonly filter?: string | undefined
  readonly sort: string
  readonly columns?: readonly string[] | undefined
}

/** What a view shows, if a list can show it. */
function checkShows(ctx: Context, kind: string, shows: Shows) {
  const definition = kindOf(ctx, kind)
  const { facts } = packOf(ctx)
  orderOf(ctx, kind, shows.sort)
  if (shows.filter) filterOf(ctx, kind, shows.filter)
  const foreign = shows.columns?.find((key) => key !== 'asOf' && facts.get(key)?.of !== kind)
  if (foreign !== undefined) throw refuse('unknown-fact', { key: foreign })
  // What is kept here stands in the ledger too, and a person's name may not.
  if (shows.q && isMasked(facts.get(definition.nameFact))) throw refuse('view-names-person')
  return {
    ...(shows.q ? { q: shows.q } : {}),
    ...(shows.filter ? { filter: shows.filter } : {}),
    sort: shows.sort,
    ...(shows.columns ? { columns: [...new Set(shows.columns)] } : {}),
  }
}

/** Looking at lists is all it takes; of those who see a part of them, the part is their own. */
const allowView = (ctx: Context) => allow(ctx, 'registry.read', { party: partiesOf(ctx.actor)[0] })

const isSameName = (a: string, b: string) => a.normalize('NFKC') === b.normalize('NFKC')

/** Holds the maker's views of a list still, so that two requests at once do not name two alike. */
async function ownViews(tx: WriteTx, ctx: Context, kind: string): Promise<ViewRow[]> {
  const found = await sql<{ row: ViewRow }>`
    select row from list_view where district_id = ${tx.district} and kind = ${kind} and by_id = ${ctx.actor.id} and state = 'kept' order by id for update
  `.execute(tx.query)
  return found.rows.map((one) => one.row)
}

async function ownView(tx: WriteTx, ctx: Context, { kind, id }: { kind: string; id: string }) {
  const own = await ownViews(tx, ctx, kind)
  const row = own.find((one) => one.id === id)
  if (row) return { row, own }
  // A colleague's is seen, and left to him.
  const seen = (await viewRows(ctx, tx, kind)).find((one) => one.id === id)
  throw seen ? refuse('view-of-another', { by: seen.by }) : refuse('not-found')
}

const moved = (ctx: Context, name: string, after: ViewRow, before?: ViewRow): Happened =>
  happened(viewKind, { name, day: ctx.clock.today(), ...(before && { before }), after })

export const saveView = verb(viewsContract.save, async (tx, ctx, input) => {
  allowView(ctx)
  const shows = checkShows(ctx, input.kind, input)
  const office = officeOf(ctx)
  if (input.shared && office === undefined) throw refuse('view-office')
  const own = await ownViews(tx, ctx, input.kind)
  if (own.length >= MOST) throw refuse('view-many', { most: MOST })
  if (own.some((one) => isSameName(one.name, input.name))) throw refuse('view-name', { name: input.name })
  const row: ViewRow = {
    id: uuidv7(),
    kind: input.kind,
    name: input.name,
    shared: input.shared,
    standard: false,
    ...shows,
    byId: ctx.actor.id,
    by: ctx.actor.name,
    ...(office !== undefined && { office }),
    state: 'kept',
  }
  return done(viewOf(ctx, row), moved(ctx, 'view.saved', row))
})

export const changeView = verb(viewsContract.change, async (tx, ctx, input) => {
  allowView(ctx)
  const { row: before, own } = await ownView(tx, ctx, input)
  const office = officeOf(ctx)
  const { name = before.name, shared = before.shared, standard = before.standard } = input
  if (shared && !before.shared && office === undefined) throw refuse('view-office')
  if (own.some((one) => one.id !== before.id && isSameName(one.name, name)))
    throw refuse('view-name', { name })
  const { q, filter, sort, columns, ...rest } = before
  const kept: Shows = { sort, ...(q && { q }), ...(filter && { filter }), ...(columns && { columns }) }
  const row: ViewRow = {
    ...rest,
    name,
    shared,
    standard,
    ...(input.shows ? checkShows(ctx, input.kind, input.shows) : checkShows(ctx, input.kind, kept)),
    ...(shared && !before.shared && { office: office as string }),
  }
  // A list opens with one view: of his own one, of the office's one.
  const others =
    standard && (!before.standard || shared !== before.shared)
      ? (await viewRows(ctx, tx, input.kind)).filter(
          (one) =>
            one.id !== row.id &&
            one.standard &&
            one.shared === shared &&
            (shared || one.byId === ctx.actor.id),
        )
      : []
  return done(
    viewOf(ctx, row),
    moved(ctx, 'view.changed', row, before),
    ...others.map((one) => moved(ctx, 'view.changed', { ...one, standard: false }, one)),
  )
})

export const removeView = verb(viewsContract.remove, async (tx, ctx, input) => {
  allowView(ctx)
  const { row: before } = await ownView(tx, ctx, input)
  const row: ViewRow = { ...before, standard: false, state: 'removed' }
  return done({ id: row.id }, moved(ctx, 'view.removed', row, before))
})

import { day } from '@qiongding/kernel'
import type { ListDefinition } from '@qiongding/pack-format'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../../platform/verb/verb.ts'
import type { DiffRow, listsContract } from '../contract.ts'
import { type FrozenRow, type Moment, rowsAt, rowsOfVersion } from '../frozen.ts'
import type { ListShape, VersionRow } from '../list-version.ts'
import { differs, shapeOfList } from '../rules.ts'
import { findVersion } from './lists.ts'
import { listOf } from './views.ts'
import { explainRows } from './why.ts'

type Query = InputOf<typeof listsContract.diff>
type Answer = OutputOf<typeof listsContract.diff>

/** One end of a comparison, ready to be read. */
export type End = { readonly shape: ListShape; readonly moment: Moment; readonly version?: VersionRow }

/** A row that is not the same at both ends. */
export type Pair = {
  readonly how: DiffRow['how']
  readonly before?: FrozenRow
  readonly after?: FrozenRow
}

async function endOf(
  ctx: Context,
  read: ReadDb,
  list: ListDefinition,
  text: string,
  known: 'then' | 'today',
): Promise<End | undefined> {
  if (text === 'nothing') return undefined
  const shape = shapeOfList(list)
  const now = ctx.clock.now().toISOString()
  const today = ctx.clock.today()
  if (text === 'now') return { shape, moment: { on: today, knownAt: now } }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const on = text
    if (on > today) throw refuse('day-in-future', { day: on, today })
    return { shape, moment: { on, knownAt: known === 'then' ? ctx.clock.endOf(day(on)) : now } }
  }
  const version = await findVersion(read, text)
  if (version?.list !== list.id) throw refuse('not-found')
  if (version.state === 'preparing') throw refuse('list-state', { state: version.state })
  return { shape: version.shape, moment: version, version }
}

/** All rows of an end by id. */
async function rowsOf(ctx: Context, read: ReadDb, end: End | undefined): Promise<Map<string, FrozenRow>> {
  const rows = new Map<string, FrozenRow>()
  if (!end) return rows
  const stretches = end.version ? rowsOfVersion(read, end.version) : rowsAt(ctx, read, end.shape, end.moment)
  for await (const stretch of stretches) for (const row of stretch) rows.set(row.id, row)
  return rows
}

/** The columns that both ends show, with their places: of others nothing can be said. */
function sharedColumns(from: ListShape, to: ListShape): { key: string; from: number; to: number }[] {
  return to.columns.flatMap((key, index) => {
    const place = from.columns.indexOf(key)
    return place < 0 ? [] : [{ key, from: place, to: index }]
  })
}

/**
 * Whether a shown value may differ. A sealed value is compared by its statement: said anew it may be the same, which only its key could tell.
 */
function cellDiffers(before: FrozenRow['cells'][number], after: FrozenRow['cells'][number]): boolean {
  if (before?.statement === after?.statement) return false
  if (!before || !after) return true
  return before.value === undefined || after.value === undefined || differs(before.value, after.value)
}

/** What is not the same at two ends: entered, left, changed, in the order of names. */
export function pairsOf(
  from: ReadonlyMap<string, FrozenRow>,
  to: ReadonlyMap<string, FrozenRow>,
  columns: readonly { from: number; to: number }[],
): { pairs: Pair[]; same: number } {
  const pairs: Pair[] = []
  let same = 0
  for (const [id, after] of to) {
    const before = from.get(id)
    if (!before) pairs.push({ how: 'entered', after })
    else if (columns.some((place) => cellDiffers(before.cells[place.from], after.cells[place.to])))
      pairs.push({ how: 'changed', before, after })
    else same++
  }
  for (const [id, before] of from) if (!to.has(id)) pairs.push({ how: 'left', before })
  const keyOf = (pair: Pair) => (pair.after ?? pair.before) as FrozenRow
  return {
    pairs: pairs.toSorted((a, b) => {
      const [x, y] = [keyOf(a), keyOf(b)]
      return x.sortKey !== y.sortKey ? (x.sortKey < y.sortKey ? -1 : 1) : x.id < y.id ? -1 : 1
    }),
    same,
  }
}

/** The pairs of two ends. */
export async function pairsBetween(
  ctx: Context,
  read: ReadDb,
  from: End | undefined,
  to: End | undefined,
): Promise<{ pairs: Pair[]; same: number }> {
  const columns = from && to ? sharedColumns(from.shape, to.shape) : []
  return pairsOf(await rowsOf(ctx, read, from), await rowsOf(ctx, read, to), columns)
}

const shownEnd = (end: End) => ({
  on: end.moment.on,
  knownAt: end.moment.knownAt,
  ...(end.version && {
    version: {
      id: end.version.id,
      state: end.version.state,
      ...(end.version.no !== undefined && { no: end.version.no }),
    },
  }),
})

export function diffLists(ctx: Context, query: Query): Promise<Answer> {
  const list = listOf(ctx, query.list)
  return reading(ctx, async (read) => {
    const [from, to] = [
      await endOf(ctx, read, list, query.from, query.known),
      await endOf(ctx, read, list, query.to, query.known),
    ]
    const { pairs, same } = await pairsBetween(ctx, read, from, to)
    const of = (how: DiffRow['how']) => pairs.filter((pair) => pair.how === how).length
    const shown = query.show === undefined ? pairs : pairs.filter((pair) => pair.how === query.show)
    const start = query.cursor === undefined ? 0 : Number(query.cursor)
    const page = shown.slice(start, start + query.limit)
    return {
      ...(from && { from: shownEnd(from) }),
      ...(to && { to: shownEnd(to) }),
      counts: { entered: of('entered'), left: of('left'), changed: of('changed'), same },
      rows: await explainRows(ctx, read, page, { from, to }),
      ...(start + query.limit < shown.length && { next: String(start + query.limit) }),
    }
  })
}

import { type Day, parseDay } from '@qiongding/kernel'
import type { ReadDb } from '../platform/db/database.ts'
import { type Context, reading } from '../platform/verb/context.ts'
import { journeysAsOf } from '../spine/journeys/index.ts'
import { ordersAsOf } from '../spine/orders/index.ts'
import { type AsOfDays, packOf } from '../spine/pack.ts'
import { indicatorRows } from '../spine/targets/index.ts'
import { Stop } from './explain.ts'
import { COMMAND_LINE, type PlaceFlags, withWorkbench } from './opening.ts'
import { canonical, columnsOf, say } from './output.ts'

/** Everything that is counted, as it was on a day, as it was known on a day. */
export type Replay = {
  readonly on: string
  readonly known: string
  /** Definitions count too: another edition of the pack may count otherwise. */
  readonly pack: { readonly id: string; readonly version: string; readonly fingerprint: string }
  readonly indicators: readonly unknown[]
  /** Journeys by definition and stage; closed ones by how they ended. */
  readonly journeys: readonly {
    readonly definition: string
    readonly stages: Readonly<Record<string, number>>
    readonly closed: Readonly<Record<string, number>>
  }[]
  /** Orders by kind of element and state. */
  readonly orders: readonly { readonly element: string; readonly states: Readonly<Record<string, number>> }[]
}

const countBy = <T>(rows: readonly T[], keyOf: (row: T) => string): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(rows, keyOf)].map(([key, list]) => [key, list.length]))

/** The figures of two days, always from statements and ledger, so that today's answer is tomorrow's answer about today. */
export async function replayOf(ctx: Context, read: ReadDb, on: Day, known: Day): Promise<Replay> {
  const { pack } = packOf(ctx)
  const asOf: AsOfDays = { on, known, knownAt: ctx.clock.endOf(known), past: true }
  const journeys = await journeysAsOf(read, asOf)
  const orders = await ordersAsOf(read, asOf)
  return {
    on,
    known,
    pack: { id: pack.id, version: pack.version, fingerprint: pack.fingerprint },
    indicators: await indicatorRows(ctx, read, asOf),
    journeys: pack.journeys.map(({ id }) => {
      const own = journeys.filter((row) => row.definition === id)
      return {
        definition: id,
        stages: countBy(
          own.filter((row) => !row.closed),
          (row) => row.stage,
        ),
        closed: countBy(
          own.filter((row) => row.closed),
          (row) => row.closed?.exit ?? '',
        ),
      }
    }),
    orders: pack.elements.map(({ id }) => ({
      element: id,
      states: countBy(
        orders.filter((row) => row.element === id),
        (row) => row.state,
      ),
    })),
  }
}

function dayIn(text: string, flag: string): Day {
  const day = parseDay(text)
  if (!day) throw new Stop(`${flag} must be a day like 2025-06-30, not ${text}.`)
  return day
}

type IndicatorShown = {
  code: string
  label: { zh: string }
  unit?: string
  value?: number
  reading?: { value?: number; missing: number }
}

function show(replay: Replay): void {
  say(`截至 ${replay.on}，按 ${replay.known} 所知 / on ${replay.on} as known on ${replay.known}`)
  const indicators = replay.indicators as readonly IndicatorShown[]
  for (const line of columnsOf(
    indicators.map(({ code, label, unit, value, reading: at }) => [
      code,
      label.zh,
      at === undefined ? '-' : `${at.value ?? '未知'}${unit ?? ''}`,
      value === undefined ? '' : `/ ${value}${unit ?? ''}`,
    ]),
  ))
    say(`  ${line}`)
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([key, n]) => `${key} ${n}`)
      .join('  ')
  for (const { definition, stages, closed } of replay.journeys)
    say(`${definition}: ${counts(stages)}${Object.keys(closed).length > 0 ? `  | ${counts(closed)}` : ''}`)
  for (const { element, states } of replay.orders)
    if (Object.keys(states).length > 0) say(`${element}: ${counts(states)}`)
}

/** `qiongding replay --on DAY [--known DAY]`. */
export async function replayCommand(
  flags: PlaceFlags & { readonly on: string; readonly known?: string; readonly json?: boolean },
): Promise<void> {
  const on = dayIn(flags.on, '--on')
  const given = flags.known === undefined ? undefined : dayIn(flags.known, '--known')
  await withWorkbench(flags, async (workbench) => {
    const ctx = workbench.contextFor(COMMAND_LINE)
    const replay = await reading(ctx, (read) => replayOf(ctx, read, on, given ?? workbench.clock.today()))
    if (flags.json) say(canonical(replay))
    else show(replay)
  })
}

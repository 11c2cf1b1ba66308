import type { Columns, FactColumn } from '@qiongding/clause/columns'
import type { Facts, Value } from '@qiongding/kernel'

/** Facts of many offers that grow in place, laid out for the bulk back end of the clause language. */
export type FactTable = {
  set(slot: number, facts: Facts): void
  /** The facts of the first so many slots. */
  columns(slots: number): Columns
  /** Keeps some slots under new numbers: `kept[old]` is the new number plus one, 0 for what goes. */
  keep(kept: Uint32Array): void
}

type Growing = {
  numbers: Float64Array | undefined
  codes: Uint32Array | undefined
  readonly values: Value[]
  readonly known: Map<string, number>
}

/** Room that doubles: a table grows without being copied for every offer. */
export function roomFor(slots: number): number {
  return Math.max(1024, 2 ** Math.ceil(Math.log2(slots)))
}

/** Empty tables of some facts: 8 bytes a number, 4 for each other value, besides the different values themselves. */
export function factTable(keys: readonly string[]): FactTable {
  const columns = new Map<string, Growing>(
    keys.map((key) => [key, { numbers: undefined, codes: undefined, values: [], known: new Map() }]),
  )
  return {
    set(slot, facts) {
      for (const [key, column] of columns) write(column, slot, facts[key])
    },
    columns(slots) {
      for (const column of columns.values()) {
        // Beyond its end a table would not say that nothing is stated.
        if (column.numbers) column.numbers = widened(column.numbers, slots - 1, noNumbers)
        if (column.codes) column.codes = widened(column.codes, slots - 1, noCodes)
      }
      return { subjects: slots, facts: new Map([...columns].map(([key, of]) => [key, seen(of)])) }
    },
    keep(kept) {
      for (const column of columns.values()) {
        const { numbers, codes } = column
        column.numbers = numbers && moved(numbers, kept, noNumbers(numbers.length))
        column.codes = codes && moved(codes, kept, noCodes(codes.length))
      }
    },
  }
}

const noNumbers = (room: number) => new Float64Array(room).fill(Number.NaN)
const noCodes = (room: number) => new Uint32Array(room)

function seen({ numbers, codes, values }: Growing): FactColumn {
  return { ...(numbers && { numbers }), ...(codes && { codes }), values }
}

function write(column: Growing, slot: number, value: Value | undefined): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return
    column.numbers = widened(column.numbers, slot, noNumbers)
    column.numbers[slot] = value
    return
  }
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return
  column.codes = widened(column.codes, slot, noCodes)
  const token = typeof value === 'string' ? `"${value}` : JSON.stringify(value)
  let code = column.known.get(token)
  if (code === undefined) {
    code = column.values.push(value)
    column.known.set(token, code)
  }
  column.codes[slot] = code
}

function widened<T extends Float64Array | Uint32Array>(
  table: T | undefined,
  slot: number,
  made: (room: number) => T,
): T {
  if (table && slot < table.length) return table
  const wider = made(roomFor(slot + 1))
  if (table) wider.set(table)
  return wider
}

function moved<T extends Float64Array | Uint32Array>(from: T, kept: Uint32Array, into: T): T {
  for (let slot = 0; slot < kept.length && slot < from.length; slot++)
    if (kept[slot]! > 0) into[kept[slot]! - 1] = from[slot]!
  return into
}

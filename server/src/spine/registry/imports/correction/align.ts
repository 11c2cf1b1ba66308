import type { Value } from '@qiongding/kernel'
import { lineOf } from '../../exports/mark.ts'
import type { SheetRow } from '../sheet.ts'

/** By what a row names its subject. */
export type RowKeys = { readonly identity: string | undefined; readonly name: string | undefined }

type Values = Readonly<Record<string, Value>>
const same = (a: Value | undefined, b: Value | undefined) =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.join('\u0001') === b.join('\u0001'))

/** Whether a row whose name or code was mended is still the same row: at least half of what else it said stands. */
function alike(values: Values, before: Values): boolean {
  const others = Object.keys(before)
  const kept = others.filter((fact) => same(values[fact], before[fact])).length
  return kept > 0 && kept * 2 >= others.length
}

/**
 * Which row of the sheet as it went out each row of its correction is, by row number. A row is known by its code or its name; where those
 * were mended, by the number in its hidden mark. So rows may be sorted, added and taken out, and a mark that stayed behind when the others
 * were sorted names no wrong row. What is left over is new.
 */
export function alignCorrected(
  rows: readonly SheetRow[],
  before: readonly SheetRow[],
  keysOf: (values: Values) => RowKeys,
): Map<number, SheetRow> {
  const aligned = new Map<number, SheetRow>()
  const taken = new Set<number>()
  const byNumber = new Map(before.map((row) => [row.row, row]))
  const byKey = new Map<string, SheetRow[]>()
  const keys = ({ values }: SheetRow) => {
    const { identity, name } = keysOf(values)
    return [...(identity === undefined ? [] : [`i${identity}`]), ...(name === undefined ? [] : [`n${name}`])]
  }
  for (const row of before) for (const key of keys(row)) byKey.set(key, [...(byKey.get(key) ?? []), row])
  const markedRow = ({ mark }: SheetRow) => {
    const line = mark === undefined ? undefined : lineOf(mark)
    return line === undefined ? undefined : byNumber.get(line)
  }
  const pair = (row: SheetRow, one: SheetRow | undefined): boolean => {
    if (!one || taken.has(one.row)) return false
    aligned.set(row.row, one)
    taken.add(one.row)
    return true
  }
  const open = new Map<SheetRow, string[]>()
  for (const row of rows) {
    const own = keys(row)
    const marked = markedRow(row)
    const atHome = marked && keys(marked).some((key) => own.includes(key))
    if (!(atHome && pair(row, marked))) open.set(row, own)
  }
  for (const [row, own] of open)
    for (const key of own) {
      const left = (byKey.get(key) ?? []).filter((one) => !taken.has(one.row))
      if (left.length === 1 && pair(row, left[0])) {
        open.delete(row)
        break
      }
    }
  for (const row of open.keys()) {
    const marked = markedRow(row)
    if (marked && alike(row.values, marked.values)) pair(row, marked)
  }
  return aligned
}

import { readBoolean, readEnum, readList, readTree } from './choice.ts'
import { readDay } from './day.ts'
import type { FactDefinition } from './fact.ts'
import { type Cell, cellOf, isBlank, trimmed } from './grid.ts'
import { isMarked, withoutMark } from './neutral.ts'
import { readNumber } from './number.ts'
import {
  type CellContext,
  type CellReading,
  EMPTY_READING,
  known,
  refused,
  remark,
  UNKNOWN_READING,
} from './reading.ts'
import { isErrorValue, looksLikeFormula, saysSameAsAbove, saysUnknown } from './words.ts'

/** Excel keeps 15 significant digits of a number: a longer code typed as a number has lost its end. */
const SAFE_DIGITS = 15

function readText(cell: Cell, context: CellContext): CellReading {
  const text = trimmed(cell.text)
  if (typeof cell.value === 'number' && !cell.isDate) {
    const digits = String(Math.abs(cell.value)).replace(/\D/g, '').length
    if (/[eE][+-]?\d/.test(text) || digits > SAFE_DIGITS || Math.abs(cell.value) >= 1e15) {
      return refused('digits-lost', text)
    }
    if (context.reader) return byReader(text, context.reader)
    return known(text === '' ? String(cell.value) : text)
  }
  // The mark our own exports put before such a text says that it is text.
  if (isMarked(text)) return known(withoutMark(text))
  if (looksLikeFormula(text)) return refused('formula-text', text, { likely: text })
  if (context.reader) return byReader(text, context.reader)
  if (text.includes('\ufffd')) return refused('broken-characters', text)
  return /^(无|没有)$/.test(text) ? known(text, [remark('none-or-unknown', text)]) : known(text)
}

function byReader(text: string, reader: NonNullable<CellContext['reader']>): CellReading {
  const { value, likely, findings } = reader(text)
  if (value !== undefined && !findings.some((finding) => finding.level === 'error'))
    return known(value, findings)
  return likely === undefined ? { state: 'refused', findings } : { state: 'refused', likely, findings }
}

/**
 * One cell as one fact, never throwing: a value in base units, nothing, "not known", or refused with what it probably means.
 * The state is `known` exactly when there is a value and no error finding; the places of findings are filled in by `readTables`.
 *
 * ```ts
 * readCell('3,500', { key: 'revenue', label: { zh: '营业收入', en: 'Revenue' }, type: 'number', unit: '万元', of: 'enterprise' }).value
 * // 35000000
 * ```
 */
export function readCell(
  source: Cell | string | number | boolean,
  fact: FactDefinition,
  context: CellContext = {},
): CellReading {
  const cell = cellOf(source)
  if (isBlank(cell)) {
    return cell.formula === undefined ? EMPTY_READING : refused('formula-without-result', cell.formula)
  }
  if (cell.value === undefined || typeof cell.value === 'string') {
    if (saysSameAsAbove(cell.text)) return refused('same-as-above', cell.text)
    if (isErrorValue(cell.text)) return refused('error-value', cell.text)
    if (saysUnknown(cell.text)) return UNKNOWN_READING
  }
  switch (fact.type) {
    case 'number':
      return readNumber(cell, fact, context)
    case 'day':
      return readDay(cell, context)
    case 'boolean':
      return readBoolean(cell)
    case 'enum':
      return readEnum(cell, fact)
    case 'tree':
      return readTree(cell, context)
    case 'list':
      return readList(cell, fact, context)
    case 'text':
      return readText(cell, context)
  }
}

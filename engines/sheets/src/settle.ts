import { type Finding, unitOf } from '@qiongding/kernel'
import { amountOf } from './amount.ts'
import { readCell } from './cell.ts'
import type { SheetFact } from './fact.ts'
import { type Cell, fold, isBlank } from './grid.ts'
import type { SheetFinding } from './messages.ts'
import { type CellContext, type CellReading, EMPTY_READING, isRatio, refused, remark } from './reading.ts'
import type { RawRow } from './rows.ts'
import { seenNumber } from './seen.ts'
import { decideShares, type ShareDecision } from './shares.ts'
import type { Column, Reading, Table, TableCell, TableRow } from './table.ts'
import { unitFor } from './unit.ts'
import { saysUnknown } from './words.ts'

/** A value a thousand times the middle of its column, or a thousandth, is probably in another unit. */
const MAGNITUDE = 3
const MAGNITUDE_MIN = 5
/** Dimensions whose numbers come in several scales, so that a unit nobody wrote must be confirmed. */
const SCALED = new Set(['money', 'area', 'length', 'compute', 'power'])
/** A deadline given as a month runs to the end of it. */
const DEADLINE = /截止|截至|到期|期限|有效|竣工|完工|投产|deadline|due|until|expire/i
const FORWARD =
  /计划|预计|拟|目标|到岗|截止|截至|到期|期限|有效|竣工|完工|投产|available|deadline|due|until|expire/i

export type Draft = Omit<Table, 'rows' | 'findings' | 'columns'>

/** How a column is to be read, and what to say about the column as a whole. */
type Plan = {
  readonly column: Column
  readonly fact?: SheetFact
  readonly context: CellContext
  readonly findings: readonly Finding[]
  /** Blanks take the cell above them. */
  readonly fill?: boolean
}

/** An amount without a unit of its own, as far as the cell tells; undefined for anything else. */
function bareAmount(cell: Cell): number | undefined {
  if (cell.isDate || isBlank(cell) || typeof cell.value === 'boolean') return undefined
  if (typeof cell.value === 'number') return /%|‰/.test(fold(cell.text)) ? undefined : cell.value
  if (saysUnknown(cell.text)) return undefined
  const said = amountOf(cell.text)
  if (said.kind === 'amount') return said.at.unit === '' ? said.at.amount.toNumber() : undefined
  if (said.kind === 'range') {
    const end = said.from ?? said.to
    return end?.unit === '' ? end.amount.toNumber() : undefined
  }
  return undefined
}

/** A share that brings its own sign, as a fraction. */
function signedShare(cell: Cell): number | undefined {
  if (cell.isDate || isBlank(cell)) return undefined
  const text = fold(cell.text)
  if (typeof cell.value === 'number') {
    if (!/[%‰]$/.test(text)) return undefined
    const seen = seenNumber(text, cell.value)
    return seen.kind === 'number' ? seen.amount / (seen.unit === '‰' ? 1000 : 100) : undefined
  }
  if (typeof cell.value === 'boolean' || !/[%‰]/.test(text)) return undefined
  const said = amountOf(text)
  return said.kind === 'amount' && (said.at.unit === '%' || said.at.unit === '‰')
    ? said.at.amount.div(said.at.unit === '%' ? 100 : 1000).toNumber()
    : undefined
}

function planOf(
  draft: Draft,
  column: Column,
  position: number,
  rows: readonly RawRow[],
  reading: Reading,
): Plan {
  const fact = reading.facts.find((candidate) => candidate.key === column.fact)
  if (!fact) return { column, context: {}, findings: [] }
  const choice = reading.options.mapping?.columns[column.index]
  const findings: Finding[] = []
  const tell = (code: SheetFinding, level: Finding['level'], facts: NonNullable<Finding['facts']>) => {
    findings.push({
      code,
      level,
      at: { sheet: draft.sheet, row: draft.headerRows.to, column: column.index },
      value: column.header,
      facts: { fact: fact.key, ...facts },
    })
  }
  if (column.reason === 'similar') tell('column-by-similarity', 'remark', { label: fact.label.zh })
  if (column.reason === 'values') tell('column-by-values', 'remark', { label: fact.label.zh })
  let planned = yearOf(column, fact, draft, tell)
  const tree = fact.tree === undefined ? undefined : reading.options.trees?.[fact.tree]
  const reader = reading.options.readers?.[fact.key]
  let context: CellContext = {
    ...(draft.asOf === undefined ? {} : { asOf: draft.asOf }),
    ...(FORWARD.test(`${column.header} ${fact.label.zh} ${fact.key}`) ? { mayBeLater: true } : {}),
    ...(DEADLINE.test(`${column.header} ${fact.label.zh} ${fact.key}`) ? { monthEnd: true } : {}),
    ...(tree ? { tree } : {}),
    ...(reader ? { reader } : {}),
  }
  if (fact.type !== 'number')
    return { column: planned, fact, context, findings, ...(choice?.fill ? { fill: true } : {}) }
  const amounts = rows
    .map((row) => bareAmount(row.cells[position]!.raw))
    .filter((amount) => amount !== undefined)
  if (isRatio(fact)) {
    const headerPercent = unitFor(choice?.unit ?? column.headerUnit ?? '', fact.unit) !== undefined
    const signed = rows
      .map((row) => signedShare(row.cells[position]!.raw))
      .filter((share) => share !== undefined)
    const decided: ShareDecision = choice?.ratio
      ? { scale: choice.ratio }
      : decideShares({ bare: amounts, signed }, headerPercent)
    const { scale } = decided
    const bare = amounts.filter((amount) => amount !== 0).length
    if (bare > 0 && choice?.ratio === undefined) {
      if (scale === undefined || scale === 'unclear') tell('ratio-scale', 'error', { bare })
      else if (!headerPercent) tell('ratio-decided-by-column', 'remark', { scale, bare })
    }
    if (scale !== undefined) {
      planned = { ...planned, ratio: scale }
      context = {
        ...context,
        ratio: scale,
        ...(decided.apart ? { apart: decided.apart } : {}),
      }
    }
    return { column: planned, fact, context, findings }
  }
  if (fact.unit === undefined) return { column: planned, fact, context, findings }
  const stated = choice?.unit ?? column.headerUnit
  if (stated !== undefined && unitFor(stated, fact.unit) === undefined) {
    tell('unit-mismatch', 'error', { unit: stated, wanted: fact.unit })
    const { fact: _dropped, reason: _reason, ...rest } = planned
    return { column: rest, context: {}, findings }
  }
  const sheetUnit = draft.units.map((unit) => unitFor(unit, fact.unit)).find((unit) => unit !== undefined)
  if (stated !== undefined) {
    const unit = unitFor(stated, fact.unit)!
    planned = { ...planned, unit, unitFrom: choice?.unit === undefined ? 'header' : 'chosen' }
  } else if (amounts.length === 0) planned = { ...planned, unitFrom: 'cell' }
  else if (sheetUnit !== undefined) planned = { ...planned, unit: sheetUnit, unitFrom: 'sheet' }
  else {
    planned = { ...planned, unit: fact.unit, unitFrom: 'dictionary' }
    const dimension = unitOf(fact.unit.split('/')[0]!)?.dimension
    if (dimension && SCALED.has(dimension)) {
      tell('unit-from-dictionary', 'remark', { unit: fact.unit, bare: amounts.length })
    }
  }
  // The dictionary's unit is no writing of anybody's: a cell with a sign of money and no unit stays unclear.
  const unit = planned.unitFrom === 'dictionary' ? undefined : (planned.unit ?? sheetUnit)
  return { column: planned, fact, context: unit === undefined ? context : { ...context, unit }, findings }
}

function yearOf(
  column: Column,
  fact: SheetFact,
  draft: Draft,
  tell: (code: SheetFinding, level: Finding['level'], facts: NonNullable<Finding['facts']>) => void,
): Column {
  if (!fact.yearly || column.year !== undefined) return column
  const titled = /((?:19|20)\d{2})\s*年度/.exec(draft.title ?? '')
  if (titled) return { ...column, year: Number(titled[1]), yearFrom: 'title' }
  const likely = draft.asOf === undefined ? undefined : Number(draft.asOf.slice(0, 4)) - 1
  tell('year-missing', 'remark', likely === undefined ? {} : { likely })
  return column
}

function placed(findings: readonly Finding[], sheet: string, row: number, column: number): Finding[] {
  return findings.map((finding) => ({ ...finding, at: { sheet, row, column } }))
}

function readingOf(raw: RawRow['cells'][number], fact: SheetFact, context: CellContext): CellReading {
  const reading = readCell(raw.raw, fact, context)
  if (raw.filled !== undefined && fact.type === 'number' && reading.state === 'known') {
    // One amount over several rows is their sum, or the same for each: only a person knows.
    return refused('number-over-rows', raw.raw.text, { likely: reading.value!, facts: { rows: raw.filled } })
  }
  if (raw.across !== undefined && reading.state === 'known') {
    return {
      ...reading,
      findings: [...reading.findings, remark('merged-across', raw.raw.text, { columns: raw.across })],
    }
  }
  return reading
}

/** Adds a remark to the values far from the middle of their column. */
function magnitudes(cells: TableCell[], fact: SheetFact): void {
  if (fact.type !== 'number' || isRatio(fact)) return
  const sizes = cells
    .map((cell) => (typeof cell.reading.value === 'number' ? Math.abs(cell.reading.value) : 0))
    .filter((size) => size > 0)
    .sort((left, right) => left - right)
  if (sizes.length < MAGNITUDE_MIN) return
  const middle = sizes[Math.floor(sizes.length / 2)]!
  for (const [index, cell] of cells.entries()) {
    const { reading } = cell
    if (typeof reading.value !== 'number' || reading.value === 0) continue
    if (Math.abs(Math.log10(Math.abs(reading.value) / middle)) < MAGNITUDE) continue
    const finding = remark('unusual-magnitude', cell.raw.text, { read: reading.value, middle })
    cells[index] = { ...cell, reading: { ...reading, findings: [...reading.findings, finding] } }
  }
}

function sameAsAbove(cells: TableCell[]): void {
  for (const [index, cell] of cells.entries()) {
    const above = index > 0 ? cells[index - 1]!.reading : undefined
    if (cell.reading.findings[0]?.code !== 'same-as-above') continue
    const likely = above?.value ?? above?.likely
    if (likely !== undefined)
      cells[index] = { ...cell, reading: refused('same-as-above', cell.raw.text, { likely }) }
  }
}

/** Share of refused cells above which a column is probably not what it was taken for. */
const MISFIT = 0.5
const MISFIT_MIN = 5

function misfit(cells: readonly TableCell[]): boolean {
  const filled = cells.filter((cell) => cell.reading.state !== 'empty')
  const bad = filled.filter((cell) => cell.reading.state === 'refused').length
  return filled.length >= MISFIT_MIN && bad > filled.length * MISFIT
}

/** Reads every cell of a block as its column says. */
export function settleTable(
  draft: Draft,
  columns: readonly Column[],
  rows: readonly RawRow[],
  reading: Reading,
): Table {
  const findings: Finding[] = [...draft.layoutFindings]
  const settled: Column[] = []
  const byColumn: TableCell[][] = []
  for (const [position, column] of columns.entries()) {
    let plan = planOf(draft, column, position, rows, reading)
    let cells = cellsOf(plan, position, rows, draft)
    if (plan.fact && misfit(cells)) {
      if (column.reason === 'similar' || column.reason === 'values') {
        const { fact, reason: _reason, ...rest } = column
        plan = { column: { ...rest, alternatives: [fact!, ...rest.alternatives] }, context: {}, findings: [] }
        cells = cellsOf(plan, position, rows, draft)
      } else {
        findings.push({
          code: 'values-do-not-fit' satisfies SheetFinding,
          level: 'error',
          at: { sheet: draft.sheet, row: draft.headerRows.to, column: column.index },
          value: column.header,
          facts: { fact: plan.fact.key },
        })
      }
    }
    if (plan.fact) {
      sameAsAbove(cells)
      magnitudes(cells, plan.fact)
    }
    findings.push(
      ...plan.findings,
      ...formulaRemark(cells, rows, column, draft.sheet),
      ...blanksUnderWords(plan, cells, draft),
    )
    settled.push(plan.column)
    byColumn.push(cells)
  }
  const typed: TableRow[] = rows.map((row, index) => ({
    row: row.row,
    cells: byColumn.map((cells) => cells[index]!),
  }))
  for (const row of typed) {
    for (const [position, cell] of row.cells.entries()) {
      if (cell.reading.findings.length === 0) continue
      findings.push(...placed(cell.reading.findings, draft.sheet, row.row, columns[position]!.index))
    }
  }
  findings.sort(
    (left, right) =>
      (left.at.row ?? 0) - (right.at.row ?? 0) || (left.at.column ?? 0) - (right.at.column ?? 0),
  )
  return { ...draft, columns: settled, rows: typed, findings }
}

function unitsAt(draft: Draft, row: number): readonly string[] | undefined {
  let units: readonly string[] | undefined
  for (const change of draft.unitRows) if (change.row < row) units = change.units
  return units
}

function cellsOf(plan: Plan, position: number, rows: readonly RawRow[], draft: Draft): TableCell[] {
  const { fact, context, fill } = plan
  const down = fill ? filledDown(position, rows) : undefined
  return rows.map((row, index) => {
    const raw = down?.[index] ?? row.cells[position]!
    const filled = raw.filled === undefined ? {} : { filled: raw.filled }
    if (!fact) return { raw: raw.raw, ...filled, reading: EMPTY_READING }
    let here = context
    if (draft.unitRows.length > 0 && fact.type === 'number' && plan.column.unitFrom !== 'header') {
      const unit = unitsAt(draft, row.row)
        ?.map((symbol) => unitFor(symbol, fact.unit))
        .find((symbol) => symbol !== undefined)
      if (unit !== undefined && plan.column.unitFrom !== 'chosen') here = { ...context, unit }
    }
    return { raw: raw.raw, ...filled, reading: readingOf(raw, fact, here) }
  })
}

/** Blanks under a written cell: from this share on, and with so many of them, one word may stand for a group of rows. */
const BLANKS_SHARE = 0.25
const BLANKS_MIN = 2

/** One remark where a word seems to be written once for several rows, as a merged sheet looks once its merges are gone. */
function blanksUnderWords(plan: Plan, cells: readonly TableCell[], draft: Draft): Finding[] {
  const { column, fact } = plan
  if (!fact || !(fact.type === 'text' || fact.type === 'enum' || fact.type === 'tree')) return []
  const from = cells.findIndex((cell) => cell.reading.state !== 'empty')
  if (from < 0 || from > 1) return []
  const blanks = cells.slice(from).filter((cell) => cell.reading.state === 'empty').length
  if (blanks < BLANKS_MIN || blanks < (cells.length - from) * BLANKS_SHARE) return []
  return [
    {
      code: 'blanks-below' satisfies SheetFinding,
      level: 'remark',
      at: { sheet: draft.sheet, row: draft.headerRows.to, column: column.index },
      value: column.header,
      facts: { fact: fact.key, blanks },
    },
  ]
}

/** The cells of a column with each blank taken from the cell above it: said by a person, never guessed. */
function filledDown(position: number, rows: readonly RawRow[]): RawRow['cells'][number][] {
  let above: RawRow['cells'][number] | undefined
  return rows.map((row) => {
    const cell = row.cells[position]!
    if (!isBlank(cell.raw)) above = cell
    return above ?? cell
  })
}

/** One remark for the results of formulas in a column: they were worked out by another program, perhaps long ago. */
function formulaRemark(
  cells: readonly TableCell[],
  rows: readonly RawRow[],
  column: Column,
  sheet: string,
): Finding[] {
  let first: number | undefined
  let count = 0
  for (const [index, cell] of cells.entries()) {
    if (cell.raw.formula === undefined) continue
    first ??= rows[index]!.row
    count += 1
  }
  if (first === undefined || column.fact === undefined) return []
  return [
    {
      code: 'formula-results' satisfies SheetFinding,
      level: 'remark',
      at: { sheet, row: first, column: column.index },
      facts: { count },
    },
  ]
}

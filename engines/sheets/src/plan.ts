import { type Finding, unitOf } from '@qiongding/kernel'
import { amountOf } from './amount.ts'
import type { SheetFact } from './fact.ts'
import { type Cell, EMPTY_CELL, fold, isBlank } from './grid.ts'
import type { SheetFinding } from './messages.ts'
import { type CellContext, isRatio } from './reading.ts'
import type { RawRow } from './rows.ts'
import { seenNumber } from './seen.ts'
import { decideShares, type ShareDecision } from './shares.ts'
import { type Column, choiceOf, type Draft, type Reading } from './table.ts'
import { unitFor } from './unit.ts'
import { saysUnknown } from './words.ts'

/** Dimensions whose numbers come in several scales, so that a unit nobody wrote must be confirmed. */
const SCALED = new Set(['money', 'area', 'length', 'compute', 'power'])
/** A deadline given as a month runs to the end of it. */
const DEADLINE = /截止|截至|到期|期限|有效|竣工|完工|投产|deadline|due|until|expire/i
const FORWARD =
  /计划|预计|拟|目标|到岗|截止|截至|到期|期限|有效|竣工|完工|投产|available|deadline|due|until|expire/i

/** How a column is to be read, and what to say about the column as a whole. */
export type Plan = {
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

/** How a column is to be read: its unit, its scale and its year, each with where it comes from. */
export function planOf(
  draft: Draft,
  column: Column,
  position: number,
  rows: readonly RawRow[],
  reading: Reading,
): Plan {
  const fact = reading.facts.find((candidate) => candidate.key === column.fact)
  if (!fact) return { column, context: {}, findings: [] }
  const choice = choiceOf(column, reading.options.mapping)
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
    return choice?.fill
      ? { column: { ...planned, fill: true }, fact, context, findings, fill: true }
      : { column: planned, fact, context, findings }
  const amounts = rows
    .map((row) => bareAmount(row.cells[position] ?? EMPTY_CELL))
    .filter((amount) => amount !== undefined)
  if (isRatio(fact)) {
    const headerPercent = unitFor(choice?.unit ?? column.headerUnit ?? '', fact.unit) !== undefined
    const signed = rows
      .map((row) => signedShare(row.cells[position] ?? EMPTY_CELL))
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

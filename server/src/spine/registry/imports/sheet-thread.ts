import { parentPort, workerData } from 'node:worker_threads'
import { type Day, type Finding, parseDay } from '@qiongding/kernel'
import { readCreditCode } from '@qiongding/names'
import { type Grid, readTables, type Table, type TextReader } from '@qiongding/sheets'
import { readWorkbook } from '../workbook/read.ts'
import { encodingOf } from '../workbook/separated.ts'
import { changesSince, columnsBy, profileFor } from './profile-use.ts'
import { endsOf, findingsOf, packRows, rowsOf } from './rows.ts'
import { GRID_ROWS, type GridRow, type SheetAnswer, type SheetColumn, type SheetQuestion } from './sheet.ts'

const port = parentPort
if (!port) throw new Error('sheet-thread runs as a worker thread')
const question = workerData as SheetQuestion

/** Rows handed over at a time: they are taken in there while the next ones are packed here. */
const ROWS_PER_PART = 10_000

/** A sheet counts as a list of the kind most of whose columns it names, and only if it names its subjects. */
function score(tables: readonly Table[], nameFact: string): number {
  return Math.max(
    0,
    ...tables.map((table) => {
      const facts = table.columns.filter((column) => column.fact !== undefined)
      return facts.some((column) => column.fact === nameFact) ? facts.length : 0
    }),
  )
}

const partOf = {
  title: 'title',
  unit: 'unit',
  header: 'header',
  numbering: 'header',
  total: 'total',
  note: 'note',
  band: 'title',
  'number-only': 'blank',
} as const

function columnsOf(table: Table): SheetColumn[] {
  return table.columns.map((column) => ({
    column: column.index,
    header: column.header,
    ...(column.fact !== undefined && { fact: column.fact }),
    ...(column.reason !== undefined && { reason: String(column.reason) }),
    ...(column.unit !== undefined && { unit: column.unit }),
    ...(column.unitFrom !== undefined && { unitFrom: column.unitFrom }),
    ...(column.ratio !== undefined && { ratio: column.ratio }),
    ...(column.fill && { fill: true }),
  }))
}

/** Words of the dictionary that make another sheet of the workbook look like a list too. */
const LIST_SCORE = 3

/** Rows looked at to tell which sheet is a list, and of what: title rows, header and enough data. Only the chosen one is read whole. */
const HEAD_ROWS = 200

function headOf(grid: Grid): Grid {
  return grid.rows.length <= HEAD_ROWS
    ? grid
    : {
        ...grid,
        rows: grid.rows.slice(0, HEAD_ROWS),
        merges: grid.merges.filter((merge) => merge.top <= HEAD_ROWS),
      }
}

async function understand(): Promise<
  SheetAnswer | { refusal: string; facts?: Record<string, string | number> }
> {
  const reading = await readWorkbook(question.bytes, question.fileName, {
    ...(question.encoding && { encoding: question.encoding }),
    onProgress: ({ done, total }) => port?.postMessage({ progress: done, total }),
  })
  if (!reading.ok)
    return { refusal: reading.refusal, facts: reading.facts as Record<string, string | number> }
  const readers: Record<string, TextReader> = Object.fromEntries(
    question.codeFacts.map((key) => [key, readCreditCode as TextReader]),
  )
  const asOf = question.asOf === undefined ? undefined : parseDay(question.asOf)
  const kinds =
    question.kind !== undefined && question.kinds[question.kind]
      ? { [question.kind]: question.kinds[question.kind]! }
      : question.kinds
  const options = (columns: SheetQuestion['columns']) => ({
    trees: question.trees,
    readers,
    ...(asOf && { asOf }),
    mapping: { columns, ...(asOf && { asOf }) },
  })
  let chosen: { kind: string; grid: Grid; score: number; tables: number; head: readonly Table[] } | undefined
  const lists = new Map<string, number>()
  for (const grid of reading.grids) {
    if (question.sheet !== undefined && grid.sheet !== question.sheet) continue
    const head = headOf(grid)
    for (const [kind, { facts, nameFact }] of Object.entries(kinds)) {
      const tables = readTables(head, facts, options(question.columns))
      const candidate = { kind, grid, score: score(tables, nameFact), tables: tables.length, head: tables }
      lists.set(grid.sheet, Math.max(lists.get(grid.sheet) ?? 0, candidate.score))
      if (
        !chosen ||
        candidate.score > chosen.score ||
        (question.kind !== undefined && candidate.tables > chosen.tables && chosen.score === 0)
      )
        chosen = candidate
    }
  }
  // A text that was given a wrong encoding by hand has no header anybody knows.
  const noTable = (refusal: string) =>
    question.encoding !== undefined && encodingOf(question.bytes) !== question.encoding
      ? { refusal: 'wrong-encoding', facts: { fileName: question.fileName } }
      : { refusal }
  if (!chosen) return noTable('no-table')
  const { grid: whole } = chosen
  const used = profileFor(chosen.head, chosen.kind, question.profiles ?? [])
  const columns = { ...(used && columnsBy(used, chosen.head)), ...question.columns }
  const best = { ...chosen, tables: readTables(whole, kinds[chosen.kind]!.facts, options(columns)) }
  const table = best.tables[0]
  if (!table || best.tables.every((one) => one.rows.length === 0)) return noTable('no-table')
  const named = best.tables.some((one) =>
    one.columns.some((column) => column.fact === kinds[best.kind]!.nameFact),
  )
  if (!named && question.kind === undefined) return noTable('no-name-column')

  const lowEnds = new Map(Object.entries(question.lowEnds))
  const parts = new Map<number, GridRow['part']>()
  const cells = new Map<string, { readAs?: string; level?: 'error' | 'remark' | 'unknown' }>()
  for (const one of best.tables) {
    for (const skipped of one.skipped) parts.set(skipped.row, partOf[skipped.reason])
    for (let row = one.headerRows.from; row <= one.headerRows.to; row++) parts.set(row, 'header')
    for (const { row, cells: read } of one.rows) {
      parts.set(row, 'data')
      if (row > GRID_ROWS) continue
      for (const [index, cell] of read.entries()) {
        const column = one.columns[index]
        if (!column?.fact) continue
        const { reading: r } = cell
        const level = r.findings.some((finding) => finding.level === 'error')
          ? 'error'
          : r.findings.length > 0
            ? 'remark'
            : r.state === 'unknown'
              ? 'unknown'
              : undefined
        const ends = endsOf(r, column.fact, lowEnds)
        const readAs = ends
          ? [r.range?.from ?? '', r.range?.to ?? ''].join('–')
          : r.value !== undefined && String(r.value) !== cell.raw.text.trim()
            ? Array.isArray(r.value)
              ? r.value.join('、')
              : String(r.value)
            : undefined
        if (level || readAs !== undefined)
          cells.set(`${row}:${column.index}`, {
            ...(level && { level }),
            ...(readAs !== undefined && { readAs }),
          })
      }
    }
  }
  const others = [...lists].filter(([name, found]) => name !== best.grid.sheet && found >= LIST_SCORE)
  const findings: Finding[] = [
    ...others.map(([sheet]) => ({
      code: 'sheet-left-out',
      level: 'remark' as const,
      at: { sheet },
      value: sheet,
    })),
    ...(used ? changesSince(used, best.tables) : []),
    ...findingsOf(best.tables, lowEnds),
  ]
  const grid: GridRow[] = best.grid.rows.slice(0, GRID_ROWS).map((row, index) => ({
    row: index + 1,
    part: parts.get(index + 1) ?? (row?.some((cell) => cell && cell.text.trim() !== '') ? 'note' : 'blank'),
    cells: Array.from({ length: row?.length ?? 0 }, (_, column) => ({
      text: row?.[column]?.text ?? '',
      ...cells.get(`${index + 1}:${column + 1}`),
    })),
  }))
  const rows = rowsOf(best.tables, lowEnds)
  for (let from = 0; from < rows.length; from += ROWS_PER_PART)
    port?.postMessage({ part: packRows(rows.slice(from, from + ROWS_PER_PART)) })
  const day: Day | undefined = table.asOf
  return {
    kind: best.kind,
    sheet: best.grid.sheet,
    sheets: reading.grids.map((one) => ({ name: one.sheet, rows: one.rows.length })),
    ...(table.title !== undefined && { title: table.title }),
    ...(table.filledBy !== undefined && { filledBy: table.filledBy }),
    ...(day !== undefined && { asOf: day }),
    format: reading.format,
    ...(reading.encoding !== undefined && { encoding: reading.encoding }),
    ...(used && { profile: used }),
    ...(table.units[0] !== undefined && { defaultUnit: table.units[0] }),
    columns: columnsOf(table),
    findings,
    grid,
    gridRows: best.grid.rows.length,
    merges: best.grid.merges
      .filter((merge) => merge.top <= GRID_ROWS)
      .map((merge) => ({
        row: merge.top,
        column: merge.left,
        rows: merge.bottom - merge.top + 1,
        columns: merge.right - merge.left + 1,
      })),
  }
}

understand().then(
  (answer) => port.postMessage('refusal' in answer ? answer : { result: answer }),
  (error: Error) => port.postMessage({ error: error.stack ?? error.message }),
)

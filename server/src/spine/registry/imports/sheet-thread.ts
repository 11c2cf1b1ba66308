import { parentPort, workerData } from 'node:worker_threads'
import { parseDay } from '@qiongding/kernel'
import { readCreditCode } from '@qiongding/names'
import { type Grid, readTables, type Table, type TextReader } from '@qiongding/sheets'
import { namedColumns } from '../workbook/names.ts'
import { readWorkbook } from '../workbook/read.ts'
import { encodingOf } from '../workbook/separated.ts'
import { placed } from './correction/told.ts'
import { sheetFrom } from './look.ts'
import { changesSince, columnsBy, profileFor } from './profile-use.ts'
import { type FoundMarks, findMarks, unmarked } from './returned/marks.ts'
import { readReturned } from './returned/read.ts'
import { findingsOf, packRows, rowsOf } from './rows.ts'
import type { Sheet, SheetQuestion, SheetRow, Told } from './sheet.ts'

const port = parentPort
if (!port) throw new Error('sheet-thread runs as a worker thread')
const question = workerData as SheetQuestion
const lowEnds = new Map(Object.entries(question.lowEnds))
const readers: Record<string, TextReader> = Object.fromEntries(
  question.codeFacts.map((key) => [key, readCreditCode as TextReader]),
)
const asOf = question.asOf === undefined ? undefined : parseDay(question.asOf)

/** Asks the process what it knows of a mark; a mark that is not ours is refused there, which ends this thread. */
function ask(mark: string): Promise<Told | undefined> {
  return new Promise((resolve) => {
    port?.once('message', (told: Told | null) => resolve(told ?? undefined))
    port?.postMessage({ ask: mark })
  })
}

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

const options = (columns: SheetQuestion['columns'], day = asOf) => ({
  trees: question.trees,
  readers,
  ...(day && { asOf: day }),
  mapping: { columns, ...(day && { asOf: day }) },
})

type Refused = { refusal: string; facts?: Record<string, string | number> }
type Shell = Pick<Sheet, 'format' | 'encoding'>

// A text that was given a wrong encoding by hand has no header anybody knows.
const noTable = (refusal: string): Refused =>
  question.encoding !== undefined && encodingOf(question.bytes) !== question.encoding
    ? { refusal: 'wrong-encoding', facts: { fileName: question.fileName } }
    : { refusal }

type Chosen = { kind: string; grid: Grid; score: number; tables: number; head: readonly Table[] }

/** The sheet and the kind of list that go together best, and how much each sheet looks like a list. */
function choose(grids: readonly Grid[], kinds: SheetQuestion['kinds']) {
  let chosen: Chosen | undefined
  const lists = new Map<string, number>()
  for (const grid of grids) {
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
  return { chosen, lists }
}

function withMarks(rows: readonly SheetRow[], marks: FoundMarks | undefined): SheetRow[] {
  return rows.map((row) => {
    const mark = marks?.rows.get(row.row)
    return mark === undefined ? row : { ...row, mark }
  })
}

function understandList(
  grids: readonly Grid[],
  shell: Shell,
  marks: FoundMarks | undefined,
): Sheet | Refused {
  const kinds =
    question.kind !== undefined && question.kinds[question.kind]
      ? { [question.kind]: question.kinds[question.kind]! }
      : question.kinds
  const { chosen, lists } = choose(grids, kinds)
  if (!chosen) return noTable('no-table')
  const { grid } = chosen
  const used = profileFor(chosen.head, chosen.kind, question.profiles ?? [])
  const columns = [...(used ? columnsBy(used, chosen.head) : []), ...question.columns]
  const { facts, nameFact } = kinds[chosen.kind]!
  const tables = readTables(grid, facts, options(columns))
  if (tables.every((one) => one.rows.length === 0)) return noTable('no-table')
  const named = tables.some((one) => one.columns.some((column) => column.fact === nameFact))
  if (!named && question.kind === undefined) return noTable('no-name-column')
  const others = [...lists].filter(([name, found]) => name !== grid.sheet && found >= LIST_SCORE)
  const ofSheet = marks?.sheet === grid.sheet ? marks : undefined
  return sheetFrom({
    ...shell,
    kind: chosen.kind,
    grid,
    grids,
    tables,
    lowEnds,
    ...(used && { profile: used }),
    rows: withMarks(rowsOf(tables, lowEnds), ofSheet),
    findings: [
      ...others.map(([sheet]) => ({
        code: 'sheet-left-out',
        level: 'remark' as const,
        at: { sheet },
        value: sheet,
      })),
      ...(used ? changesSince(used, tables) : []),
      ...findingsOf(tables, lowEnds),
    ],
    ...(ofSheet && { mark: ofSheet.mark }),
  })
}

/** The sheet of a correction, by the columns of the one that it corrects. */
function understandCorrection(
  grid: Grid,
  grids: readonly Grid[],
  given: { readonly shell: Shell; readonly marks: FoundMarks; readonly told: Told },
): Sheet | Refused {
  const { shell, marks, told } = given
  const { facts } = question.kinds[told.kind]!
  const { columns: known = [], asOf: on } = told.correction ?? {}
  const day = asOf ?? (on === undefined ? undefined : parseDay(on))
  // Headers do not depend on what their columns are said to be; those of the first rows are what is known.
  const heads = readTables(headOf(grid), facts, options([], day)).flatMap((table) => table.columns)
  const columns = [...placed(known, heads), ...question.columns]
  const tables = readTables(grid, facts, options(columns, day))
  if (tables.every((one) => one.rows.length === 0)) return { refusal: 'no-table' }
  return sheetFrom({
    ...shell,
    kind: told.kind,
    grid,
    grids,
    tables,
    lowEnds,
    rows: withMarks(rowsOf(tables, lowEnds), marks),
    findings: findingsOf(tables, lowEnds),
    mark: marks.mark,
  })
}

async function understand(): Promise<Sheet | Refused> {
  const reading = await readWorkbook(question.bytes, question.fileName, {
    ...(question.encoding && { encoding: question.encoding }),
    onProgress: ({ done, total }) => port?.postMessage({ progress: done, total }),
  })
  if (!reading.ok)
    return { refusal: reading.refusal, facts: reading.facts as Record<string, string | number> }
  const shell: Shell = {
    format: reading.format,
    ...(reading.encoding !== undefined && { encoding: reading.encoding }),
  }
  const found = findMarks(reading.grids)
  const sheet = await understandFile(reading.grids, { shell, marks: question.ordinary ? undefined : found })
  return 'refusal' in sheet || found?.sheet !== sheet.sheet ? sheet : { ...sheet, markColumn: found.column }
}

async function understandFile(
  all: readonly Grid[],
  { shell, marks }: { readonly shell: Shell; readonly marks: FoundMarks | undefined },
): Promise<Sheet | Refused> {
  // The column of our own marks is part of no list, also where the file is read like any other.
  const grids = all.map(unmarked)
  const told = marks && (await ask(marks.mark))
  const kind = told && question.kinds[told.kind]
  const grid = grids.find((one) => one.sheet === marks?.sheet)
  if (marks && told?.correction && kind && grid)
    return understandCorrection(grid, grids, { shell, marks, told })
  if (!marks || !told || !kind || !grid || told.columns.length === 0)
    return understandList(grids, shell, told && marks)
  return readReturned(
    { grid, grids, marks, told, names: await namedColumns(question.bytes), shell },
    {
      facts: kind.facts,
      columns: question.columns,
      trees: question.trees,
      readers,
      lowEnds,
      ...(asOf && { asOf }),
    },
  )
}

/** Rows handed over at a time: they are taken in there while the next ones are packed here. */
const ROWS_PER_PART = 10_000

function answer(understood: Sheet | Refused): void {
  if ('refusal' in understood) {
    port?.postMessage(understood)
    return
  }
  const { rows, ...result } = understood
  for (let from = 0; from < rows.length; from += ROWS_PER_PART)
    port?.postMessage({ part: packRows(rows.slice(from, from + ROWS_PER_PART)) })
  port?.postMessage({ result })
}

understand().then(answer, (error: Error) => port.postMessage({ error: error.stack ?? error.message }))

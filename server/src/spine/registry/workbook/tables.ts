import { type ReadOptions, readTables, type SheetFact, type Table, type TreeEntry } from '@qiongding/sheets'
import {
  type ReadWorkbookOptions,
  readWorkbook,
  type WorkbookProgress,
  type WorkbookReading,
} from './read.ts'
import { textReaders } from './readers.ts'

/** What to read a workbook by. */
type WorkbookQuestion = {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly facts: readonly SheetFact[]
  readonly trees?: Readonly<Record<string, readonly TreeEntry[]>>
  readonly mapping?: ReadOptions['mapping']
  readonly asOf?: ReadOptions['asOf']
}

/** The grids of a workbook and the tables of every sheet; the refusal where it could not be read. */
type WorkbookTables =
  | (Extract<WorkbookReading, { ok: true }> & { readonly tables: readonly Table[] })
  | Extract<WorkbookReading, { ok: false }>

/** Progress of reading: the steps of the file, then the rows of its tables. */
type TableProgress =
  | WorkbookProgress
  | { readonly step: 'tables'; readonly done: number; readonly total: number }

function readOptions(question: Pick<WorkbookQuestion, 'facts' | 'trees' | 'mapping' | 'asOf'>): ReadOptions {
  const { facts, trees, mapping, asOf } = question
  return {
    readers: textReaders(facts),
    ...(trees ? { trees } : {}),
    ...(mapping ? { mapping } : {}),
    ...(asOf ? { asOf } : {}),
  }
}

/** Reads a workbook down to typed tables: `readWorkbook` and `readTables` in one, with credit codes checked. */
export async function readWorkbookTables(
  question: WorkbookQuestion,
  onProgress: (progress: TableProgress) => void = () => {},
): Promise<WorkbookTables> {
  const options: ReadWorkbookOptions = { onProgress }
  const workbook = await readWorkbook(question.bytes, question.fileName, options)
  if (!workbook.ok) return workbook
  const tables: Table[] = []
  for (const [index, grid] of workbook.grids.entries()) {
    onProgress({ step: 'tables', done: index, total: workbook.grids.length })
    tables.push(...readTables(grid, question.facts, readOptions(question)))
  }
  onProgress({ step: 'tables', done: workbook.grids.length, total: workbook.grids.length })
  return { ...workbook, tables }
}

import type { Grid } from '@qiongding/sheets'
import { WORKBOOK_LIMITS, type WorkbookLimit } from './limits.ts'
import { decoded, encodingOf, separatedGrid, separatorOf, type TextEncoding } from './separated.ts'
import { compoundStreams, gridsOf, parseSpreadsheet } from './spreadsheet.ts'
import { tableGrids } from './web-table.ts'
import { OddlyWritten, readParts } from './xlsx/index.ts'
import { ArchiveProblem, storedZip, unpack, whole, zipEntries } from './zip.ts'

export type WorkbookRefusal =
  | 'not-a-workbook'
  | 'empty-file'
  | 'workbook-too-large'
  | 'password-protected'
  | 'wrong-encoding'

/** `table`: a table of a web page, as Excel and WPS put cells on the clipboard and many systems write their .xls. */
export type WorkbookFormat = 'xlsx' | 'xls' | 'csv' | 'tsv' | 'table'

/** What was read, or why not. `cells` counts cells with something in them. */
export type WorkbookReading =
  | {
      readonly ok: true
      readonly grids: readonly Grid[]
      readonly format: WorkbookFormat
      readonly encoding?: TextEncoding
    }
  | {
      readonly ok: false
      readonly refusal: WorkbookRefusal
      readonly facts: Readonly<{ fileName: string; limit?: WorkbookLimit; most?: number }>
    }

/** How far reading has come: bytes unpacked, then the one step of parsing, then sheets. */
export type WorkbookProgress = {
  readonly step: 'unpack' | 'parse' | 'sheets'
  readonly done: number
  readonly total: number
}

export type ReadWorkbookOptions = {
  readonly onProgress?: (progress: WorkbookProgress) => void
  /** The encoding of a text as a person says; otherwise it is told from the bytes. */
  readonly encoding?: TextEncoding
}

/** Parts of an archive that hold cells, texts and styles; pictures and the rest are not unpacked at all. */
const NEEDED =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook\.xml|_rels\/[^/]+\.rels|sharedStrings\.xml|styles\.xml|theme\/[^/]+\.xml|worksheets\/[^/]+\.xml))$/i
const WORKSHEET = /^xl\/worksheets\/[^/]+\.xml$/i

function startsWith(bytes: Uint8Array, ...head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte)
}

async function readXlsx(bytes: Uint8Array, options: ReadWorkbookOptions): Promise<Grid[] | WorkbookRefusal> {
  const entries = zipEntries(bytes)
  const names = new Set(entries.map((entry) => entry.name.toLowerCase()))
  if (!names.has('xl/workbook.xml')) return 'not-a-workbook'
  const needed = entries.filter((entry) => NEEDED.test(entry.name))
  if (needed.some((entry) => entry.encrypted)) return 'password-protected'
  if (needed.filter((entry) => WORKSHEET.test(entry.name)).length > WORKBOOK_LIMITS.sheets) {
    throw new ArchiveProblem('too many sheets', 'sheets')
  }
  const total = needed.reduce((sum, entry) => sum + entry.unpacked, 0)
  let done = 0
  const onBytes = (count: number) => {
    done += count
    options.onProgress?.({ step: 'unpack', done: Math.min(done, total), total })
  }
  const onSheet = (sheet: number, of: number) =>
    options.onProgress?.({ step: 'sheets', done: sheet, total: of })
  try {
    return await readParts(bytes, needed, { onBytes, onSheet })
  } catch (error) {
    if (!(error instanceof OddlyWritten)) throw error
  }
  done = 0
  const parts: { name: string; content: Buffer }[] = []
  for (const entry of needed)
    parts.push({ name: entry.name, content: await whole(unpack(bytes, entry), onBytes) })
  return parsed(storedZip(parts), options)
}

function parsed(bytes: Uint8Array, options: ReadWorkbookOptions): Grid[] | WorkbookRefusal {
  options.onProgress?.({ step: 'parse', done: 0, total: 1 })
  let workbook: ReturnType<typeof parseSpreadsheet>
  try {
    workbook = parseSpreadsheet(bytes)
  } catch (error) {
    return /password|encrypt/i.test(String(error)) ? 'password-protected' : 'not-a-workbook'
  }
  options.onProgress?.({ step: 'parse', done: 1, total: 1 })
  return gridsOf(workbook, (done, total) => options.onProgress?.({ step: 'sheets', done, total }))
}

/** A compound file: an old .xls, or an encrypted .xlsx, whose directory holds a stream of that name. */
function readCompound(bytes: Uint8Array, options: ReadWorkbookOptions): Grid[] | WorkbookRefusal {
  // A list may speak of it in a cell: only the directory says what the file is.
  if (compoundStreams(bytes)?.some((name) => name === 'EncryptedPackage')) return 'password-protected'
  return parsed(bytes, options)
}

function baseName(fileName: string): string {
  return fileName.replace(/^.*[\\/]/, '').replace(/\.[A-Za-z]{2,5}$/, '') || 'Sheet1'
}

function readText(
  bytes: Uint8Array,
  fileName: string,
  chosen: TextEncoding | undefined,
): WorkbookReading | 'wrong-encoding' | undefined {
  const encoding = chosen ?? encodingOf(bytes)
  const text = encoding && decoded(bytes, encoding)
  if (!encoding || text === undefined) return chosen ? 'wrong-encoding' : undefined
  if (
    /<table[\s>]/i.test(text) &&
    /^[\s\ufeff]*(<!doctype html|<html|<meta|<style|<table|<!--|version:)/i.test(text)
  )
    return { ok: true, grids: tableGrids(text, baseName(fileName)), format: 'table', encoding }
  if (/^\s*(<!doctype|<html|<\?xml|<table|%PDF|\{\\rtf)/i.test(text)) return undefined
  const separator = separatorOf(text)
  const grid = separatedGrid(text, separator, baseName(fileName))
  return { ok: true, grids: [grid], format: separator === '\t' ? 'tsv' : 'csv', encoding }
}

function hasCells(grids: readonly Grid[]): boolean {
  return grids.some((grid) =>
    grid.rows.some((row) => row?.some((cell) => cell !== undefined && cell.text.trim() !== '')),
  )
}

/**
 * Reads the bytes of a workbook into grids. Never throws for what a file holds: a file that is no workbook, is empty, locked or
 * too large is refused by code. The content decides the format, not the name.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  fileName: string,
  options: ReadWorkbookOptions = {},
): Promise<WorkbookReading> {
  const no = (refusal: WorkbookRefusal, limit?: WorkbookLimit): WorkbookReading => ({
    ok: false,
    refusal,
    facts: limit === undefined ? { fileName } : { fileName, limit, most: WORKBOOK_LIMITS[limit] },
  })
  if (bytes.byteLength === 0) return no('empty-file')
  if (bytes.byteLength > WORKBOOK_LIMITS.fileBytes) return no('workbook-too-large', 'fileBytes')
  try {
    if (startsWith(bytes, 0x50, 0x4b)) return spreadsheet(await readXlsx(bytes, options), 'xlsx', no)
    if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return spreadsheet(readCompound(bytes, options), 'xls', no)
    const separated = readText(bytes, fileName, options.encoding)
    if (separated === 'wrong-encoding') return no('wrong-encoding')
    if (!separated) return no('not-a-workbook')
    return separated.ok && !hasCells(separated.grids) ? no('empty-file') : separated
  } catch (error) {
    if (!(error instanceof ArchiveProblem)) throw error
    return error.limit === undefined ? no('not-a-workbook') : no('workbook-too-large', error.limit)
  }
}

function spreadsheet(
  found: Grid[] | WorkbookRefusal,
  format: WorkbookFormat,
  no: (refusal: WorkbookRefusal) => WorkbookReading,
): WorkbookReading {
  if (typeof found === 'string') return no(found)
  return hasCells(found) ? { ok: true, grids: found, format } : no('empty-file')
}

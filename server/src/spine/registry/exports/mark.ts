import type { Keys } from '../../../platform/keys.ts'

/**
 * What an exported sheet carries to be known again, in a hidden column: under the header the mark of the export, in each row the mark
 * of its record and of the version that was written. Each is under a keyed digest, so that none can be made up or moved to another
 * list, and each row carries its own, so that rows may be sorted, copied and put together from several exports.
 */
export type Marks = {
  sheet(exportId: string): string
  row(subjectId: string, version: string): string
  /** The export, or undefined for a mark that is not ours, or of another list. */
  readSheet(text: string): string | undefined
  readRow(text: string): { readonly subjectId: string; readonly version: string } | undefined
}

/** Looks like the mark of an export or of a correction; whether it is one, only the key tells. */
export const SHEET_MARK = /^QD1\.[A-Za-z0-9_-]{22}\.[0-9a-f]{32}$/
/** Looks like the mark of a row: of a record, or of a row of an imported sheet that is corrected. */
export const ROW_MARK = /^qd1\.(?:[A-Za-z0-9_-]{43}\.[0-9a-f]{16}|r\d{1,7})$/
/** The row that the mark of a line of a corrected sheet names: the number it had. It opens nothing, so it needs no digest. */
export function lineOf(mark: string): number | undefined {
  const match = /^qd1\.r(\d{1,7})$/.exec(mark)
  return match ? Number(match[1]) : undefined
}
/** Names a column of the export by its place in it, through whatever is done to its header. */
export const columnName = (index: number) => `qd_column_${index + 1}`

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Marks of one kind of sheet. `list` tells lists apart that must not be taken for each other: their kind, and the day of a past one. */
export function marksOf(
  keys: Keys,
  about: { readonly district: number; readonly kind: string; readonly on?: string },
): Marks {
  const list = `${about.district}\u0001${about.kind}\u0001${about.on ?? ''}`
  const rowDigest = (bytes: Buffer) =>
    keys.digest(`return row ${list}`, bytes.toString('base64url')).slice(0, 16)
  return {
    sheet: (exportId) => sheetMark(keys, about.district, exportId),
    row(subjectId, version) {
      const bytes = Buffer.concat([bytesOf(subjectId), bytesOf(version)])
      return `qd1.${bytes.toString('base64url')}.${rowDigest(bytes)}`
    },
    readSheet: (text) => readSheetMark(keys, about.district, text),
    readRow(text) {
      if (!ROW_MARK.test(text) || lineOf(text) !== undefined) return undefined
      const [, packed = '', digest] = text.split('.')
      const bytes = Buffer.from(packed, 'base64url')
      if (rowDigest(bytes) !== digest) return undefined
      return { subjectId: idOf(bytes.subarray(0, 16)), version: idOf(bytes.subarray(16, 32)) }
    },
  }
}

const sheetDigest = (keys: Keys, district: number, packed: string) =>
  keys.digest('return sheet', `${district}\u0001${packed}`)

export function sheetMark(keys: Keys, district: number, id: string): string {
  const packed = bytesOf(id).toString('base64url')
  return `QD1.${packed}.${sheetDigest(keys, district, packed)}`
}

/** The id in the mark of a sheet, or undefined where it was not made by this district's server. */
export function readSheetMark(keys: Keys, district: number, text: string): string | undefined {
  if (!SHEET_MARK.test(text)) return undefined
  const [, packed = '', digest] = text.split('.')
  return sheetDigest(keys, district, packed) === digest ? idOf(Buffer.from(packed, 'base64url')) : undefined
}

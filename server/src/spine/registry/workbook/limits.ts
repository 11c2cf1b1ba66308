/** Limits of what is read, so that no file takes the process down. Each refusal names the limit it met. */
export const WORKBOOK_LIMITS = {
  /** Bytes of the file as sent. A list of 100,000 rows by 12 columns is about 9 MB. */
  fileBytes: 60_000_000,
  /** Bytes all parts unpack to, as the archive states and again as they unpack. */
  unpackedBytes: 1_000_000_000,
  /** Bytes of one part that stay after empty cells are dropped: the parser holds it as one text, and V8 ends texts at 512 MB. */
  partBytes: 300_000_000,
  /** Parts of an archive; a workbook of a hundred sheets has a few hundred. */
  parts: 5_000,
  sheets: 100,
  /** Rows with something in them, per sheet. */
  rows: 600_000,
  /** Cells with something in them, in the whole file: about 250 bytes each in memory. */
  cells: 8_000_000,
  columns: 2_000,
} as const

export type WorkbookLimit = keyof typeof WORKBOOK_LIMITS

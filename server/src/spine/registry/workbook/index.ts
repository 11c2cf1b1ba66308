export { type DemonstrationSheet, demonstrationSheets } from './demonstration.ts'
export { readInThread } from './in-thread.ts'
export { WORKBOOK_LIMITS, type WorkbookLimit } from './limits.ts'
export {
  readWorkbook,
  type WorkbookFormat,
  type WorkbookProgress,
  type WorkbookReading,
  type WorkbookRefusal,
} from './read.ts'
export { textReaders } from './readers.ts'
export {
  readOptions,
  readWorkbookTables,
  type TableProgress,
  type WorkbookQuestion,
  type WorkbookTables,
} from './tables.ts'
export { neutralText, type SheetColumn, type SheetToWrite, type SheetValue, writeWorkbook } from './write.ts'

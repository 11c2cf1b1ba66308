export { demonstrationSheets } from './demonstration.ts'
export {
  readWorkbook,
  type WorkbookReading,
} from './read.ts'
export type { TextEncoding } from './separated.ts'
export { readWorkbookTables } from './tables.ts'
export { type SheetColumn, type SheetToWrite, type SheetValue, writeWorkbook } from './write.ts'

export { WORKBOOK_LIMITS, type WorkbookLimit } from './limits.ts'
export {
  type ReadWorkbookOptions,
  readWorkbook,
  type WorkbookFormat,
  type WorkbookProgress,
  type WorkbookReading,
  type WorkbookRefusal,
} from './read.ts'

/** @module From a grid of cells to tables with typed cells and findings. */
export { readCell } from './cell.ts'
export { dayOfSerial } from './day.ts'
export type { SheetFact } from './fact.ts'
export { type Cell, type Grid, gridOf, type Merge } from './grid.ts'
export type { MatchReason } from './match.ts'
export { SHEET_FINDINGS } from './messages.ts'
export { neutralText } from './neutral.ts'
export { applyMapping, readTables } from './read.ts'
export type { CellContext, CellReading, CellState, TextReader, TreeEntry } from './reading.ts'
export type {
  Column,
  ColumnChoice,
  Mapping,
  PlacedChoice,
  ReadOptions,
  SkippedRow,
  Table,
  TableCell,
  TableRow,
} from './table.ts'
export { type DayWriting, type Writing, type WrittenCell, writeCell } from './write.ts'

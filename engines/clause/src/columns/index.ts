/** @module Clauses over many subjects at once: the same verdicts as one by one. */
export {
  type ClauseColumn,
  countVerdicts,
  type JudgeOptions,
  judgeColumns,
  verdictIn,
} from './judge.ts'
export { type Columns, columnsOf, type FactColumn } from './table.ts'

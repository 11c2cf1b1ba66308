/** @module Policies over many subjects at once: the same verdicts as one by one. */
export { judgePolicies, type PolicyColumn } from './judge.ts'
export { judgeLines } from './lines.ts'

export { comparePair, toChoose } from './compare.ts'
export { listMerges } from './merges.ts'
export { listPairs, tracesOf } from './pairs.ts'

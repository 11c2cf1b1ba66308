export { readArrangements } from './arrangements.ts'
export { gatheringsLedger, listGatherings, readGathering } from './gatherings.ts'
export { introductionsOf } from './introductions.ts'

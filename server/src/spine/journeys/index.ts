export { judgeJourneys } from './gate.ts'
export { journeyKind } from './journey-object.ts'
export { journeyReacts } from './reacts.ts'
export { journeyFiles, journeyLedger, journeyLinks, journeyReach, journeysAsOf } from './reads.ts'
export { journeyRoutes } from './routes.ts'
export { journeyMigrations } from './tables.ts'
export {
  advanceJourney,
  attachEvidence,
  closeJourney,
  openedJourney,
  openJourney,
  raiseOrder,
  stateJourney,
} from './verbs.ts'

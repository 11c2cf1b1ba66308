export { definitionOf, type Judged, judgeJourneys, lightOf } from './gate.ts'
export { type JourneyRow, journeyKind, journeysById } from './journey-object.ts'
export { gateWord, journeyPage, lightWord } from './page.ts'
export { journeyReacts } from './reacts.ts'
export {
  aboutJourney,
  clocksOf,
  findJourney,
  journeyFiles,
  journeyLedger,
  journeyLinks,
  journeyReach,
  journeySight,
  journeysAsOf,
} from './reads.ts'
export { journeyRoutes } from './routes.ts'
export { journeyMigrations } from './tables.ts'
export {
  advanceJourney,
  attachEvidence,
  closeJourney,
  joinJourney,
  openedJourney,
  openJourney,
  raiseOrder,
  stateJourney,
  stateOpening,
  stateWithin,
  takenOver,
  wokenJourney,
} from './verbs/index.ts'

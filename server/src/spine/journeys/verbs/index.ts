export { attachEvidence, stateJourney, stateOpening, stateWithin } from './evidence.ts'
export { advanceJourney, closeJourney } from './move.ts'
export { nameParty, openedJourney, openJourney } from './open.ts'
export { raiseOrder } from './order.ts'
export {
  discloseJourney,
  joinJourney,
  pauseJourney,
  resumeJourney,
  setBackJourney,
  setLight,
  takenOver,
  wokenJourney,
} from './steer.ts'

import { type Route, read, write } from '../../platform/http/route.ts'
import { journeysContract } from './contract.ts'
import { listJourneys, readJourney } from './reads.ts'
import {
  advanceJourney,
  attachEvidence,
  closeJourney,
  discloseJourney,
  joinJourney,
  openJourney,
  pauseJourney,
  raiseOrder,
  resumeJourney,
  setBackJourney,
  setLight,
  stateJourney,
} from './verbs/index.ts'

export const journeyRoutes: readonly Route[] = [
  read(journeysContract.list, listJourneys),
  read(journeysContract.read, readJourney),
  write(openJourney),
  write(advanceJourney),
  write(attachEvidence),
  write(closeJourney),
  write(stateJourney),
  write(raiseOrder),
  write(setBackJourney),
  write(pauseJourney),
  write(resumeJourney),
  write(setLight),
  write(discloseJourney),
  write(joinJourney),
]

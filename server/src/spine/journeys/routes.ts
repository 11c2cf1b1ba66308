import { type Route, read, write } from '../../platform/http/route.ts'
import { journeysContract } from './contract.ts'
import { listJourneys, readJourney } from './reads.ts'
import {
  advanceJourney,
  attachEvidence,
  closeJourney,
  openJourney,
  raiseOrder,
  stateJourney,
} from './verbs.ts'

export const journeyRoutes: readonly Route[] = [
  read(journeysContract.list, listJourneys),
  read(journeysContract.read, readJourney),
  write(openJourney),
  write(advanceJourney),
  write(attachEvidence),
  write(closeJourney),
  write(stateJourney),
  write(raiseOrder),
]

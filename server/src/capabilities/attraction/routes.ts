import { type Route, read, write } from '../../platform/http/route.ts'
import { attractionContract } from './contract.ts'
import { draftReview, listProjects, readDraft, readProject } from './reads/index.ts'
import {
  answerOffer,
  offerLead,
  openLead,
  probeLead,
  recordReview,
  wakeLead,
  withdrawOffer,
} from './verbs/index.ts'

export const attractionRoutes: readonly Route[] = [
  read(attractionContract.draft, readDraft),
  write(probeLead),
  write(openLead),
  write(offerLead),
  write(withdrawOffer),
  write(answerOffer),
  read(attractionContract.draftReview, draftReview),
  write(recordReview),
  write(wakeLead),
  read(attractionContract.list, listProjects),
  read(attractionContract.project, readProject),
]

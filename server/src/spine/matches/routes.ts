import { type Route, read, write } from '../../platform/http/route.ts'
import { matchesContract } from './contract.ts'
import { compareOffers, explainOffer, listNeeds, previewNeed, rankOffers } from './reads/index.ts'
import { acceptMatch, declineMatch } from './verbs.ts'

export const matchRoutes: readonly Route[] = [
  read(matchesContract.needs, listNeeds),
  read(matchesContract.rank, rankOffers),
  read(matchesContract.explain, explainOffer),
  read(matchesContract.compare, compareOffers),
  read(matchesContract.preview, previewNeed),
  write(acceptMatch),
  write(declineMatch),
]

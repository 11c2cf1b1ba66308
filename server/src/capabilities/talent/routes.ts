import { type Route, read, write } from '../../platform/http/route.ts'
import { talentContract } from './contract.ts'
import { readOverview } from './reads.ts'
import { reconfirmNeed } from './verbs.ts'

export const talentRoutes: readonly Route[] = [
  read(talentContract.overview, readOverview),
  write(reconfirmNeed),
]

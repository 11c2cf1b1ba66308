import { type Route, read } from '../../platform/http/route.ts'
import { talentContract } from './contract.ts'
import { readBalance, readBalanceRows, readOverview } from './reads/index.ts'

export const talentRoutes: readonly Route[] = [
  read(talentContract.overview, readOverview),
  read(talentContract.balance, readBalance),
  read(talentContract.balanceRows, readBalanceRows),
]

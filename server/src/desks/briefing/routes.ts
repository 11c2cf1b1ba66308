import { type Route, read } from '../../platform/http/route.ts'
import { briefingContract } from './contract.ts'
import { readLeaderPage, readPaper } from './reads/index.ts'

export const briefingRoutes: readonly Route[] = [
  read(briefingContract.leader, readLeaderPage),
  read(briefingContract.paper, readPaper),
]

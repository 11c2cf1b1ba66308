import { type Route, read } from '../../platform/http/route.ts'
import { ladderContract } from './contract.ts'
import { readCalendar, readFirms, readLadder, readResearch } from './reads/index.ts'

export const ladderRoutes: readonly Route[] = [
  read(ladderContract.read, readLadder),
  read(ladderContract.firms, readFirms),
  read(ladderContract.calendar, readCalendar),
  read(ladderContract.research, readResearch),
]

import { type Route, read, write } from '../../platform/http/route.ts'
import { gatheringsContract } from './contract.ts'
import { listGatherings, readArrangements, readGathering } from './reads/index.ts'
import {
  addIntroduction,
  arrangeGathering,
  changeGathering,
  dropIntroduction,
  noteIntroduction,
  openGathering,
} from './verbs/index.ts'

export const gatheringsRoutes: readonly Route[] = [
  read(gatheringsContract.list, listGatherings),
  read(gatheringsContract.read, readGathering),
  read(gatheringsContract.arrangements, readArrangements),
  write(openGathering),
  write(changeGathering),
  write(arrangeGathering),
  write(addIntroduction),
  write(dropIntroduction),
  write(noteIntroduction),
]

import { type Route, read, write } from '../../platform/http/route.ts'
import { dispatchContract } from './contract.ts'
import { listSittings, listTasks, readBoard, readSitting } from './reads/index.ts'
import {
  cancelSitting,
  changeAgenda,
  decideMatter,
  holdSitting,
  planSitting,
  reportTask,
  sendTaskBack,
  strikeTask,
} from './verbs/index.ts'

export const dispatchRoutes: readonly Route[] = [
  read(dispatchContract.board, readBoard),
  read(dispatchContract.sittings, listSittings),
  read(dispatchContract.sitting, readSitting),
  read(dispatchContract.tasks, listTasks),
  write(planSitting),
  write(changeAgenda),
  write(holdSitting),
  write(cancelSitting),
  write(decideMatter),
  write(reportTask),
  write(strikeTask),
  write(sendTaskBack),
]

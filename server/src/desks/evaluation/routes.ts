import { type Route, read } from '../../platform/http/route.ts'
import { evaluationContract } from './contract.ts'
import { listEvaluations, readEvaluation, readItems, readTeam } from './reads/index.ts'

export const evaluationRoutes: readonly Route[] = [
  read(evaluationContract.list, listEvaluations),
  read(evaluationContract.read, readEvaluation),
  read(evaluationContract.items, readItems),
  read(evaluationContract.team, readTeam),
]

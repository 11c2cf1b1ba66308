import { type Route, read } from '../../platform/http/route.ts'
import { policiesContract } from './contract.ts'
import { readAnswers, readPolicies, readWho } from './reads/index.ts'

export const policiesRoutes: readonly Route[] = [
  read(policiesContract.list, readPolicies),
  read(policiesContract.answers, readAnswers),
  read(policiesContract.who, readWho),
]

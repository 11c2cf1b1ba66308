import { type Route, read } from '../../platform/http/route.ts'
import { domeContract } from './contract.ts'
import { readDome, search } from './reads.ts'

export const domeRoutes: readonly Route[] = [
  read(domeContract.read, readDome),
  read(domeContract.search, search),
]

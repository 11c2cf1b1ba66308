import { type Route, read, write } from '../../platform/http/route.ts'
import { targetsContract } from './contract.ts'
import { indicatorChanges, indicatorEvidence, listIndicators, readIndicator } from './reads.ts'
import { recordReading } from './verbs.ts'

export const targetRoutes: readonly Route[] = [
  read(targetsContract.list, listIndicators),
  read(targetsContract.read, readIndicator),
  read(targetsContract.rows, indicatorEvidence),
  read(targetsContract.changes, indicatorChanges),
  write(recordReading),
]

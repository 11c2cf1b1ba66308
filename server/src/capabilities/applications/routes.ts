import { type Route, read, write } from '../../platform/http/route.ts'
import { applicationsContract } from './contract.ts'
import { listApplications, listAutomatic, readApplication } from './reads/index.ts'
import { approveList, decideApplication, makeApplication, payApplication } from './verbs/index.ts'

export const applicationsRoutes: readonly Route[] = [
  read(applicationsContract.list, listApplications),
  read(applicationsContract.read, readApplication),
  read(applicationsContract.automatic, listAutomatic),
  write(makeApplication),
  write(approveList),
  write(decideApplication),
  write(payApplication),
]

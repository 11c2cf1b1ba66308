import { type Route, read, write } from '../../../platform/http/route.ts'
import { amendmentsContract } from './contract.ts'
import { listAmendments, readAmendment, rowsOfAmendment } from './reads.ts'
import { approveAmendment, cancelAmendment, draftAmendment, undoAmendment } from './verbs.ts'

export const amendmentRoutes: readonly Route[] = [
  read(amendmentsContract.list, listAmendments),
  write(draftAmendment),
  read(amendmentsContract.read, readAmendment),
  read(amendmentsContract.rows, rowsOfAmendment),
  write(approveAmendment),
  write(cancelAmendment),
  write(undoAmendment),
]

import { type Route, read, write } from '../../../platform/http/route.ts'
import { viewsContract } from './contract.ts'
import { listViews } from './reads.ts'
import { changeView, removeView, saveView } from './verbs.ts'

export const viewRoutes: readonly Route[] = [
  read(viewsContract.list, listViews),
  write(saveView),
  write(changeView),
  write(removeView),
]

export { diffLists } from './diff.ts'
export { allLists, findVersion, listsWaiting, overdueLists, readList } from './lists.ts'
export { listRows } from './rows.ts'
export { listLedger } from './views.ts'

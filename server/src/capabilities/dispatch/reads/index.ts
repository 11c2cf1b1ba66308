export { readBoard } from './board.ts'
export { dispatchLedger, listSittings, readSitting } from './sittings.ts'
export { isLate, listTasks, taskCounts, tasksAsOf, taskViews } from './tasks.ts'
export {
  amountOf,
  definitionLabel,
  forumLabel,
  forumsOf,
  lateAmong,
  openJourneys,
  projectView,
  sittingsAsOf,
  stageLabel,
  watch,
} from './watch.ts'

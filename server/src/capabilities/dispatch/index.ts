export {
  amountOf,
  definitionLabel,
  dispatchLedger,
  forumLabel,
  forumsOf,
  isLate,
  lateAmong,
  openJourneys,
  projectView,
  sittingsAsOf,
  stageLabel,
  taskCounts,
  tasksAsOf,
  taskViews,
} from './reads/index.ts'
export { dispatchRoutes } from './routes.ts'
export { type LateMatter, summed } from './rules.ts'
export { dispatchMigrations, sittingKind, taskKind } from './tables.ts'

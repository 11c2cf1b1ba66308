export { listAutomatic, listedFor } from './automatic.ts'
export { applicationsOf, budgetIn, roadOf, waitingOf } from './known.ts'
export { applicationsLedger, listApplications, readApplication } from './list.ts'

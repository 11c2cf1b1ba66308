export { gatheringsLedger } from './reads/index.ts'
export { gatheringsRoutes } from './routes.ts'
export { gatheringKind, gatheringsMigrations, introductionKind } from './tables.ts'

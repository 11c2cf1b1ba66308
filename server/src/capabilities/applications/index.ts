export { applicationsLedger } from './reads/index.ts'
export { applicationsRoutes } from './routes.ts'
export { applicationKind, applicationsMigrations } from './tables.ts'

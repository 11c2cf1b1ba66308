export { viewRoutes } from './routes.ts'
export { viewKind, viewMigrations } from './tables.ts'

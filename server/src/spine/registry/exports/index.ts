export { exportReacts } from './reacts.ts'
export { exportRoutes } from './routes.ts'
export { exportKind, exportMigrations } from './tables.ts'
export { exportJobs } from './verbs.ts'

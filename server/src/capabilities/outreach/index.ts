export { outreachLedger } from './reads/index.ts'
export { outreachRoutes } from './routes.ts'
export { outreachMigrations, tripKind, visitKind } from './tables.ts'

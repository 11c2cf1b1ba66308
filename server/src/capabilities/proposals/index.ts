export { proposalFiles, proposalsLedger } from './reads/index.ts'
export { proposalsRoutes } from './routes.ts'
export { proposalKind, proposalsMigrations } from './tables.ts'

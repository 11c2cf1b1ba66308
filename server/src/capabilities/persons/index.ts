export { invitationLedger } from './reads/index.ts'
export { personsRoutes } from './routes.ts'
export { invitationKind, personsMigrations } from './tables.ts'

export { type MatchRow, matchKind } from './match-object.ts'
export { matchRoutes } from './routes.ts'
export { matchMigrations } from './tables.ts'
export { acceptMatch, declineMatch } from './verbs.ts'

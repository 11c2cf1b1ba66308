export { type Assigned, assignInWays } from './assign/index.ts'
export { matchKind } from './match-object.ts'
export {
  comparedNeeds,
  matchLedger,
  matchLinks,
  needsOfMany,
  noteOf,
  type OneOfMany,
  profileOf,
  rankMany,
} from './reads/index.ts'
export { matchRoutes } from './routes.ts'
export { mayBeMatched } from './rules.ts'
export { matchMigrations } from './tables.ts'
export { acceptMatch, declinedByPerson, mustBeOpen } from './verbs.ts'

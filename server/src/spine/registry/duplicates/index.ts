export { membersOf, rootsOf } from './joined.ts'
export { mergeKind } from './merge-object.ts'
export { duplicatesRoutes } from './routes.ts'
export { duplicatesMigrations } from './tables.ts'

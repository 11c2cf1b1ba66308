export type { Statement } from './fold.ts'
export { commitImport, importActor, readImportFile } from './imports/work.ts'
export { registryReacts } from './reacts.ts'
export {
  factsOf,
  findProfile,
  foldedFacts,
  type LinkReader,
  list,
  openProfiles,
  profilesById,
  type StoredProfile,
  subjectsOf,
} from './reads/index.ts'
export { registryRoutes } from './routes.ts'
export { registryMigrations } from './tables.ts'
export { checkValues } from './values.ts'
export { createSubject } from './verbs.ts'
export { type NewStatement, statementsOf, withHolders, writeStatements } from './write.ts'

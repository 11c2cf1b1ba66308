export {
  amendmentJobs,
  amendmentKind,
  amendmentMigrations,
  amendmentReacts,
  amendmentRoutes,
  resumeAmendments,
} from './amendments/index.ts'
export {
  duplicatesMigrations,
  duplicatesReacts,
  duplicatesRoutes,
  membersOf,
  mergeKind,
  pairKind,
  rootsOf,
  seekDuplicates,
} from './duplicates/index.ts'
export {
  exportFile,
  exportJobs,
  exportKind,
  exportMigrations,
  exportReacts,
  exportRoutes,
  makeExport,
  type PageColumn,
  type PageSource,
  pageSource,
  readExport,
  resumeExports,
  startExport,
} from './exports/index.ts'
export { type ImportRow, importKind } from './import-object.ts'
export { type ImportPair, pairsOfImport } from './imports/likely/pairs.ts'
export { type ImportSheet, planSheet } from './imports/plan-sheet.ts'
export { profileKind, profileMigrations } from './imports/profiles.ts'
export { importRow } from './imports/reads.ts'
export { resumeImports } from './imports/resume.ts'
export { toldOf } from './imports/returned/known.ts'
export { importSheetOf, readBy, readList } from './imports/understand.ts'
export { approveImport, importJobs, mapImport, takeImport } from './imports/verbs.ts'
export { commitImport, readImportFile } from './imports/work.ts'
export * as lists from './lists/index.ts'
export * as needs from './needs/index.ts'
export { statementsOf } from './projection.ts'
export { registryReacts } from './reacts.ts'
export {
  contactOf,
  everySubject,
  factsOf,
  findProfile,
  findProfileAsOf,
  foldedFacts,
  type KindSubject,
  knownFacts,
  knownSubjects,
  type LinkReader,
  list,
  openProfiles,
  personalOf,
  profilesAsOf,
  profilesById,
  readSubject,
  registryLedger,
  type StoredProfile,
  subjectsOf,
} from './reads/index.ts'
export { rebuildJoined, rebuildProfiles } from './rebuild.ts'
export { markProjected, renewProjection } from './renew.ts'
export { registryRoutes } from './routes.ts'
export { isOpen, type Standee, standingOf } from './standing.ts'
export { registryMigrations } from './tables.ts'
export { checkValues, isMasked } from './values.ts'
export { stateFacts } from './verbs.ts'
export { viewKind, viewMigrations, viewRoutes } from './views/index.ts'
export { type SheetColumn, type SheetToWrite, type SheetValue, writeWorkbook } from './workbook/index.ts'
export { withHolders, writeStatements } from './write.ts'

export { factHistory } from './fact-history.ts'
export { contactOf, factsOf, type KindSubject, personalOf, subjectsOf } from './facts.ts'
export { knownFacts, knownSubjects } from './known.ts'
export { registryLedger } from './ledger.ts'
export { list } from './list.ts'
export { everySubject, findProfileAsOf, profilesAsOf } from './past.ts'
export {
  findProfile,
  foldedFacts,
  openProfiles,
  profilesById,
  type StoredProfile,
} from './profiles.ts'
export { history, type LinkReader, readSubject } from './record.ts'
export { valuesOf } from './values.ts'

export { knownFacts, knownSubjects } from './known.ts'
export { list } from './list.ts'
export { everySubject, findProfileAsOf, profilesAsOf } from './past.ts'
export {
  factsOf,
  findProfile,
  foldedFacts,
  openProfiles,
  profilesById,
  type StoredProfile,
  sealedValue,
  subjectsOf,
} from './profiles.ts'
export { history, type LinkReader, readSubject } from './record.ts'

export { readAnswers } from './answers.ts'
export { readPolicies } from './list.ts'
export {
  checkedText,
  inSight,
  listTexts,
  policiesLedger,
  readSource,
  readText,
  textWarnings,
  tryText,
} from './texts.ts'
export { readWho } from './who.ts'

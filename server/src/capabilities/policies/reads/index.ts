export { readAnswers } from './answers.ts'
export { answerOf, policiesOf, type Ruled } from './judged.ts'
export { readPolicies } from './list.ts'
export { judgeMany } from './many.ts'
export {
  checkedText,
  inSight,
  listTexts,
  policiesLedger,
  policyNamed,
  readSource,
  readText,
  textWarnings,
  tryText,
} from './texts.ts'
export { readWho } from './who.ts'

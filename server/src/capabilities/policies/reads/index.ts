export { readAnswers } from './answers.ts'
export { readPolicies } from './list.ts'
export { readWho } from './who.ts'

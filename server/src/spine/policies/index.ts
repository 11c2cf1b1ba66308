export { answerOf, policiesOf, policyOf, type Ruled } from './judged.ts'
export { judgeMany } from './many.ts'
export { policyView } from './rules.ts'
export { type PolicyTextRow, policiesMigrations, policyTextKind } from './tables.ts'

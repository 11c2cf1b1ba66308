export { answerOf, judgeMany, policiesLedger, policiesOf, type Ruled } from './reads/index.ts'
export { policiesRoutes } from './routes.ts'
export { policiesMigrations, policyTextKind } from './tables.ts'

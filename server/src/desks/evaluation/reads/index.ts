export { listEvaluations, readEvaluation, readItems } from './evaluation.ts'
export { readTeam } from './team.ts'

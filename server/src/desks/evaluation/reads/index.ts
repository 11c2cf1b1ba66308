export { listEvaluations, readEvaluation, readItems } from './evaluation.ts'

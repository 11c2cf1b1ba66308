export { answeredWarnings, namedWarning } from './named.ts'
export { warningsOf } from './rules.ts'

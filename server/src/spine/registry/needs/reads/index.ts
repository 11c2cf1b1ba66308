export { readAsked } from './asked.ts'
export { listNeeds } from './needs.ts'
export { needsWaiting } from './waiting.ts'

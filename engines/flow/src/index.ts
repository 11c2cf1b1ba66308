export { checkFlow, type Flow, type FlowCase, type FlowGate } from './definition.ts'
export { explainUnblock, FLOW_MESSAGES } from './explain.ts'
export { bestUnblocks, freedBy, type Unblock } from './unblock.ts'

export { type ChatDraft, readChat } from './chat/index.ts'
export { masked } from './chat/people.ts'
export { PROBE_MINUTES, PROBES } from './probes.ts'

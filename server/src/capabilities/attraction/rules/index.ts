export { type ChatDraft, readChat } from './chat/index.ts'
export { masked } from './chat/people.ts'
export { comparedKeys, PROBE_MINUTES, PROBES } from './keys.ts'

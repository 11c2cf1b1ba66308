export { cancelSitting, changeAgenda, decideMatter, holdSitting, planSitting } from './sittings.ts'
export { reportTask, sendTaskBack, strikeTask } from './tasks.ts'

export { heldUnder, leadLedger, officeLabel, probesSince } from './held.ts'
export { digestsOf, intakeOf, keysChanged, readDraft } from './intake.ts'
export { listProjects } from './list.ts'
export { projectView, readProject } from './project.ts'

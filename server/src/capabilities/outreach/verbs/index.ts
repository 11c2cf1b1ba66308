export { endTrip, planTrip } from './trips.ts'
export { closeVisit, planNext, recordVisit } from './visits.ts'

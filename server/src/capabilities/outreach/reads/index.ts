export { listCare, listOwed, listVisits } from './care.ts'
export { inSight } from './known.ts'
export { listTrips, outreachLedger, readTrip } from './trips.ts'

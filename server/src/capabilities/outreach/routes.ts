import { type Route, read, write } from '../../platform/http/route.ts'
import { outreachContract } from './contract.ts'
import { listCare, listOwed, listTrips, listVisits, readTrip } from './reads/index.ts'
import { closeVisit, endTrip, planNext, planTrip, recordVisit } from './verbs/index.ts'

export const outreachRoutes: readonly Route[] = [
  read(outreachContract.trips, listTrips),
  read(outreachContract.trip, readTrip),
  read(outreachContract.care, listCare),
  read(outreachContract.visits, listVisits),
  read(outreachContract.owed, listOwed),
  write(planTrip),
  write(endTrip),
  write(recordVisit),
  write(planNext),
  write(closeVisit),
]

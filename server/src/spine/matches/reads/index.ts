export { explainOffer } from './explain.ts'
export { listNeeds } from './needs.ts'
export { aboutNeed, matchLedger, profileOf } from './pair.ts'
export { rankOffers } from './rank.ts'

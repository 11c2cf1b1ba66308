export { answerOffer, offerLead, withdrawOffer } from './hand-over.ts'
export { keepKeys, loadLead, openLead, probeLead } from './leads.ts'
export { recordReview } from './review.ts'
export { wakeLead } from './wake.ts'

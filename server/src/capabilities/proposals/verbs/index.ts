export { acceptProposal, declineProposal, withdrawProposal } from './decide.ts'
export { proposeFacts, storePaper } from './propose.ts'

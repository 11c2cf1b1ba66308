export { listProposals, proposalFiles, proposalsLedger } from './list.ts'

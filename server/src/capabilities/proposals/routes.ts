import { type Route, read, upload, write } from '../../platform/http/route.ts'
import { proposalsContract } from './contract.ts'
import { listProposals } from './reads/index.ts'
import { acceptProposal, declineProposal, proposeFacts, storePaper, withdrawProposal } from './verbs/index.ts'

export const proposalsRoutes: readonly Route[] = [
  read(proposalsContract.list, listProposals),
  upload(proposalsContract.paper, (ctx, _input, file) => storePaper(ctx, { file })),
  write(proposeFacts),
  write(acceptProposal),
  write(declineProposal),
  write(withdrawProposal),
]

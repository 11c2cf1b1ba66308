import { type Route, read, write } from '../../platform/http/route.ts'
import { refuse } from '../../platform/refusals.ts'
import { personsContract } from './contract.ts'
import { listInvitations, readInvited, readOwn } from './reads/index.ts'
import {
  askErasure,
  consentOwn,
  correctOwn,
  declineOwn,
  invitePerson,
  openInvitation,
  revokeInvitation,
} from './verbs/index.ts'

export const personsRoutes: readonly Route[] = [
  write(invitePerson),
  read(personsContract.invitations, listInvitations),
  write(revokeInvitation),
  read(personsContract.invited, readInvited),
  {
    endpoint: personsContract.open,
    answer: async (ctx, input) => {
      const { wrong, triesLeft, session, expiresAt } = await openInvitation(ctx, input as never)
      if (wrong) throw refuse('wrong-code', { triesLeft })
      return { session, expiresAt }
    },
  },
  read(personsContract.own, readOwn),
  write(correctOwn),
  write(consentOwn),
  write(declineOwn),
  write(askErasure),
]

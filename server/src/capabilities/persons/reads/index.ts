export { invitationLedger, invitationView, linkOf, listInvitations, readInvited } from './invitations.ts'
export { ownPage, readOwn, settledWithOffice } from './own.ts'
export { invitationByToken, type OwnSession, ownSession } from './session.ts'

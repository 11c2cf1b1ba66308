export { invitePerson, revokeInvitation } from './invite.ts'
export { askErasure, consentOwn, correctOwn, declineOwn, openInvitation } from './own.ts'

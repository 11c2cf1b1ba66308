import type { OwnPage } from '@qiongding/server/capabilities/persons/contract'
import { personsContract } from '@qiongding/server/capabilities/persons/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { Value } from '../../shell/facts.ts'

/** How often the panel of an officer looks whether the person has said something, in milliseconds. */
const LOOK_MS = 3_000

export function invitedQuery(token: string) {
  return queryOptions({
    queryKey: ['invited', token],
    queryFn: ({ signal }) => call(personsContract.invited, { params: { token }, signal }),
    staleTime: 0,
  })
}

export const openInvitation = (token: string, code: string) =>
  call(personsContract.open, { params: { token }, body: { code } })

export function ownQuery(session: string) {
  return queryOptions({
    queryKey: ['own', session],
    queryFn: ({ signal }) => call(personsContract.own, { params: { session }, signal }),
    staleTime: 0,
  })
}

export const correctOwn = (session: string, fact: string, value: Value) =>
  call(personsContract.correct, { params: { session }, body: { fact, value } })

export const consentOwn = (session: string, consent: boolean) =>
  call(personsContract.consent, { params: { session }, body: { consent } })

export const declineOwn = (session: string, match: OwnPage['matches'][number], reason: string) =>
  call(personsContract.decline, {
    params: { session },
    body: { profile: match.profile, needId: match.needId, ...(reason.trim() !== '' && { reason }) },
  })

export const askErasure = (session: string) => call(personsContract.askErasure, { params: { session } })

export function invitationsQuery(kind: string, id: string) {
  return queryOptions({
    queryKey: ['invitations', kind, id],
    queryFn: ({ signal }) => call(personsContract.invitations, { params: { kind, id }, signal }),
    refetchInterval: (query) =>
      query.state.data?.rows.some((row) => row.state === 'waiting' || row.state === 'opened')
        ? LOOK_MS
        : false,
  })
}

export const invitePerson = (kind: string, id: string, way: 'sent' | 'handed') =>
  call(personsContract.invite, { params: { kind, id }, body: { way } })

export const revokeInvitation = (id: string) => call(personsContract.revoke, { params: { id } })

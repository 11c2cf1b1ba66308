import { z } from 'zod'
import { contractOf, zDay, zId, zLabel, zMessage, zValue } from '../../platform/http/contract.ts'

const zPerson = z.object({ kind: z.string().regex(/^[a-z][a-z0-9_-]*$/), id: zId })
const zToken = z.object({ token: z.string().min(20).max(100) })
const zSession = z.object({ session: z.string().min(20).max(100) })

export const zInvitation = z.object({
  id: zId,
  state: z.enum(['waiting', 'opened', 'revoked', 'expired', 'locked']),
  way: z.enum(['sent', 'handed']),
  /** The contact as an officer may see it. */
  sentTo: z.string(),
  invitedBy: z.string(),
  invitedOn: zDay,
  expiresAt: z.string(),
  words: z.array(
    z.object({
      what: z.enum(['opened', 'corrected', 'consented', 'refused', 'declined', 'erasure-asked']),
      fact: z.string().optional(),
      day: zDay,
      at: z.string(),
    }),
  ),
})
export type Invitation = z.infer<typeof zInvitation>

const zOwnMatch = z.object({
  profile: z.string(),
  profileVersion: z.string(),
  needId: zId,
  name: z.string(),
  holder: z.string().optional(),
  group: z.enum(['all-met', 'unknown', 'missed']),
  requirements: z.array(
    z.object({
      id: z.string(),
      label: zLabel,
      level: z.enum(['must', 'may']),
      verdict: z.enum(['yes', 'no', 'unknown', 'review']),
      asked: z.array(zMessage),
      because: z.array(zMessage),
      words: z.array(z.string()),
    }),
  ),
  decision: z
    .object({
      state: z.enum(['accepted', 'declined', 'declined-by-person']),
      day: zDay,
      stageLabel: zLabel.optional(),
    })
    .optional(),
  demonstration: z.boolean(),
})

/** The page of a person: what is held of him and by whom it was said, what he is compared with and why. Nothing of anybody else. */
export const zOwnPage = z.object({
  district: zLabel,
  /** Fingerprint of the pack, by which its words are fetched. */
  pack: z.string(),
  kind: z.string(),
  name: z.string(),
  today: zDay,
  expiresAt: z.string(),
  officeLabel: zLabel.optional(),
  /** Whether he agreed to be matched; absent where nobody knows. */
  consent: z.boolean().optional(),
  facts: z.array(
    z.object({
      key: z.string(),
      value: zValue.optional(),
      source: z.string().optional(),
      asOf: zDay.optional(),
      by: z.string().optional(),
      /** Whether he may state it anew here; who he is, is settled with the office. */
      editable: z.boolean(),
    }),
  ),
  matches: z.array(zOwnMatch),
  /** Open needs he was compared with. */
  compared: z.number(),
  erasureAskedOn: zDay.optional(),
  demonstration: z.boolean(),
})
export type OwnPage = z.infer<typeof zOwnPage>

export const personsContract = contractOf({
  /** Invites a person to his own page. The address is given once and kept nowhere; the code goes to his contact alone. */
  invite: {
    name: 'person.invite',
    method: 'POST',
    path: '/api/persons/{kind}/{id}/invitations',
    ability: 'person.invite',
    params: zPerson,
    body: z.object({ way: z.enum(['sent', 'handed']) }),
    writes: true,
    once: true,
    output: zInvitation.extend({ url: z.string().optional() }),
  },
  /** Invitations of a person, the newest first, and what he said by his page. */
  invitations: {
    name: 'person.invitations',
    method: 'GET',
    path: '/api/persons/{kind}/{id}/invitations',
    ability: 'person.invite',
    params: zPerson,
    output: z.object({ rows: z.array(zInvitation), abilities: z.array(z.string()) }),
  },
  revoke: {
    name: 'person.revoke',
    method: 'POST',
    path: '/api/invitations/{id}/revoke',
    ability: 'person.invite',
    params: z.object({ id: zId }),
    writes: true,
    output: zInvitation,
  },
  /** What the holder of an address sees before he has given the code: nothing of the person. */
  invited: {
    name: 'invitation.read',
    method: 'GET',
    path: '/api/invited/{token}',
    ability: 'public',
    params: zToken,
    output: z.object({
      state: z.enum(['waiting', 'used', 'expired', 'locked', 'revoked']),
      district: zLabel,
      triesLeft: z.number(),
      officeLabel: zLabel.optional(),
      demonstration: z.boolean().optional(),
    }),
  },
  /** Opens the own page: the address is used up, and a session that only this answer knows begins. */
  open: {
    name: 'invitation.open',
    method: 'POST',
    path: '/api/invited/{token}',
    ability: 'public',
    params: zToken,
    body: z.object({ code: z.string().regex(/^\d{6}$/) }),
    writes: true,
    once: true,
    output: z.object({ session: z.string(), expiresAt: z.string() }),
  },
  own: {
    name: 'own.read',
    method: 'GET',
    path: '/api/own/{session}',
    ability: 'public',
    params: zSession,
    output: zOwnPage,
  },
  /** States a fact of oneself anew. It stands as said by the person, and counts from now on. */
  correct: {
    name: 'own.correct',
    method: 'POST',
    path: '/api/own/{session}/facts',
    ability: 'public',
    params: zSession,
    body: z.object({ fact: z.string().max(100), value: zValue }),
    writes: true,
    // The answer is his whole page: it is kept nowhere for a second asking.
    once: true,
    output: zOwnPage,
  },
  /** Agrees to be matched by machine, or does not: then he is in no ranking and in no count. */
  consent: {
    name: 'own.consent',
    method: 'POST',
    path: '/api/own/{session}/consent',
    ability: 'public',
    params: zSession,
    body: z.object({ consent: z.boolean() }),
    writes: true,
    // The answer is his whole page: it is kept nowhere for a second asking.
    once: true,
    output: zOwnPage,
  },
  /** Declines one need: he is in its ranking no more. */
  decline: {
    name: 'own.decline',
    method: 'POST',
    path: '/api/own/{session}/declines',
    ability: 'public',
    params: zSession,
    body: z.object({
      profile: z.string().max(100),
      needId: zId,
      reason: z.string().trim().max(500).optional(),
    }),
    writes: true,
    // The answer is his whole page: it is kept nowhere for a second asking.
    once: true,
    output: zOwnPage,
  },
  askErasure: {
    name: 'own.ask-erasure',
    method: 'POST',
    path: '/api/own/{session}/erasure',
    ability: 'public',
    params: zSession,
    writes: true,
    // The answer is his whole page: it is kept nowhere for a second asking.
    once: true,
    output: zOwnPage,
  },
})

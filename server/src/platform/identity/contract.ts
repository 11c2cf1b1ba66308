import { z } from 'zod'
import { contractOf, zById, zDay, zId, zLabel } from '../http/contract.ts'

const zPerson = z.object({
  id: zId,
  name: z.string(),
  account: z.string(),
  role: z.string(),
  roleLabel: zLabel,
  office: z.string().optional(),
  officeLabel: zLabel.optional(),
  /** The party this person acts for (an enterprise's own sign-in). */
  party: z.object({ id: zId, name: z.string() }).optional(),
})

export const zSession = z.object({
  person: zPerson.optional(),
  district: z.object({ id: z.string(), name: zLabel }),
  abilities: z.array(z.string()),
  today: zDay,
  /** Fingerprint of the pack; the browser keeps the pack under it. */
  pack: z.string(),
  /** Demonstration sign-ins, only on a loopback server with demonstration rows. */
  demonstration: z.array(
    z.object({
      account: z.string(),
      password: z.string(),
      role: z.string(),
      roleLabel: zLabel,
      name: zLabel,
    }),
  ),
})
export type Session = z.infer<typeof zSession>

export const zMember = zPerson.extend({
  active: z.boolean(),
  /** A password is set: until then the person waits for his link, or signs in elsewhere. */
  ready: z.boolean(),
  /** Up to when a link waits to be used. */
  linkUntil: z.string().optional(),
  lastSignInAt: z.string().optional(),
  /** The ETag; send it back as If-Match. */
  version: z.string(),
  /** What the reader may do to this person; nobody changes himself. */
  abilities: z.array(z.string()),
})
export type Member = z.infer<typeof zMember>

/** Written like an e-mail address; no mail is sent to it. */
const zAccount = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/)
const zPassword = z.string().min(8).max(128)
const zToken = z.object({ token: z.string().min(20).max(100) })
/** The address is told once and kept nowhere. */
const zGivenLink = z.object({
  url: z.string(),
  expiresAt: z.string(),
  /** Of an enterprise's link: where its code went, past whoever made the link. */
  sentTo: z.string().optional(),
})

/** Sign-in and sign-out are the identity library's own routes: POST /api/auth/sign-in/email {email, password}, POST /api/auth/sign-out. */
export const identityContract = contractOf({
  session: { name: 'session.read', method: 'GET', path: '/api/session', ability: 'public', output: zSession },
  /** The pack as the browser may see it (labels, kinds, facts, trees, offices, roles, elements, journeys, matchings, navigation). */
  pack: {
    name: 'pack.read',
    method: 'GET',
    path: '/api/pack/{fingerprint}',
    ability: 'public',
    params: z.object({ fingerprint: z.string() }),
    output: z.record(z.string(), z.unknown()),
  },
  people: {
    name: 'settings.people',
    method: 'GET',
    path: '/api/people',
    ability: 'settings.people',
    output: z.object({ rows: z.array(zMember), abilities: z.array(z.string()) }),
  },
  add: {
    name: 'person.add',
    method: 'POST',
    path: '/api/people',
    ability: 'settings.people',
    body: z.object({
      account: zAccount,
      name: z.string().trim().min(1).max(100),
      role: z.string(),
      /** Of a role of an office; its own office otherwise. */
      office: z.string().optional(),
      /** Of a role that speaks for a party. */
      partyId: zId.optional(),
    }),
    writes: true,
    once: true,
    output: z.object({
      id: zId,
      /** Absent where the account has a password already that this district may not change. */
      link: zGivenLink.optional(),
    }),
  },
  change: {
    name: 'person.change',
    method: 'POST',
    path: '/api/people/{id}',
    ability: 'settings.people',
    params: zById,
    body: z.object({
      name: z.string().trim().min(1).max(100).optional(),
      role: z.string().optional(),
      office: z.string().optional(),
    }),
    writes: true,
    matches: true,
    output: zMember,
  },
  /** From then on nothing opens for this person; what he did stays his. */
  stop: {
    name: 'person.stop',
    method: 'POST',
    path: '/api/people/{id}/stop',
    ability: 'settings.people',
    params: zById,
    body: z.object({ reason: z.string().trim().min(1).max(500) }),
    writes: true,
    output: zMember,
  },
  resume: {
    name: 'person.resume',
    method: 'POST',
    path: '/api/people/{id}/resume',
    ability: 'settings.people',
    params: zById,
    writes: true,
    output: zMember,
  },
  /** A new link to set a password; links before it no longer work, the password that there is does until the link is used. */
  link: {
    name: 'person.link',
    method: 'POST',
    path: '/api/people/{id}/link',
    ability: 'settings.people',
    params: zById,
    writes: true,
    once: true,
    output: zGivenLink,
  },
  endSessions: {
    name: 'person.end-sessions',
    method: 'POST',
    path: '/api/people/{id}/end-sessions',
    ability: 'settings.people',
    params: zById,
    writes: true,
    output: z.object({ ended: z.number() }),
  },
  /** What the holder of a link sees before he sets a password. */
  welcome: {
    name: 'welcome.read',
    method: 'GET',
    path: '/api/welcome/{token}',
    ability: 'public',
    params: zToken,
    output: z.object({
      state: z.enum(['waiting', 'used', 'expired', 'locked', 'revoked']),
      district: zLabel,
      person: z.object({ name: z.string(), account: z.string(), roleLabel: zLabel }).optional(),
      /** Where the code of an enterprise's link went; absent where none is asked for. */
      codeSentTo: z.string().optional(),
      triesLeft: z.number(),
    }),
  },
  setPassword: {
    name: 'welcome.answer',
    method: 'POST',
    path: '/api/welcome/{token}',
    ability: 'public',
    params: zToken,
    body: z.object({
      password: zPassword,
      code: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
    }),
    writes: true,
    once: true,
    /** The account to sign in with, and what lets this browser be counted for itself from its first sign-in on. */
    output: z.object({ account: z.string(), device: z.string() }),
  },
  changePassword: {
    name: 'password.change',
    method: 'POST',
    path: '/api/password',
    ability: 'signed-in',
    body: z.object({ current: z.string().max(128), password: zPassword }),
    writes: true,
    once: true,
    output: z.object({ account: z.string() }),
  },
})

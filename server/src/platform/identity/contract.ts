import { z } from 'zod'
import { contractOf, zDay, zId, zLabel } from '../http/contract.ts'

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
      name: z.string(),
    }),
  ),
})
export type Session = z.infer<typeof zSession>

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
    output: z.object({
      rows: z.array(zPerson.extend({ active: z.boolean(), lastSignInAt: z.string().optional() })),
    }),
  },
})

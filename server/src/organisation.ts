import type { Organisation } from './platform/identity/organisation.ts'
import { kindOf, packOf } from './spine/pack.ts'
import { contactOf, profilesById } from './spine/registry/index.ts'

/** Where people are placed: the roles and offices of the pack, the enterprises of the registry. */
export const organisation: Organisation = {
  district: (ctx) => packOf(ctx).pack.name,
  roles: (ctx) => packOf(ctx).pack.roles,
  offices: (ctx) => packOf(ctx).pack.offices,
  async party(read, ctx, id) {
    const [found] = await profilesById(read, [id])
    return found && kindOf(ctx, found.kind).role === 'party'
      ? { id: found.subject_id, name: found.name }
      : undefined
  },
  contact: (tx, ctx, partyId) => contactOf(ctx, tx, partyId),
}

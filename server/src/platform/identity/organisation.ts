import type { Grant } from '../abilities.ts'
import type { ReadDb, WriteTx } from '../db/database.ts'
import type { Context } from '../verb/context.ts'

type Label = { readonly zh: string; readonly en: string }
export type Role = {
  readonly id: string
  readonly label: Label
  readonly office?: string
  /** Its holders speak for a party and for no office. */
  readonly party?: boolean
  readonly grants: readonly Grant[]
}

/** What people are placed in: roles and offices of the pack, parties of the registry. The platform asks, the application answers. */
export type Organisation = {
  readonly district: (ctx: Context) => Label
  readonly roles: (ctx: Context) => readonly Role[]
  readonly offices: (ctx: Context) => readonly { readonly id: string; readonly label: Label }[]
  readonly party: (
    read: ReadDb,
    ctx: Context,
    id: string,
  ) => Promise<{ id: string; name: string } | undefined>
  /** Where a code for a party goes: its own contact, which nobody of an office is shown. */
  readonly contact: (tx: WriteTx, ctx: Context, partyId: string) => Promise<string | undefined>
}

/** The ability of those who keep people. */
export const KEEPS = 'settings.people'
export const keeps = (role: Role | undefined): boolean =>
  role?.grants.some((grant) => (grant.ability === KEEPS || grant.ability === '*') && !grant.if) ?? false

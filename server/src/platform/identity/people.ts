import { type Actor, type Grant, mayAtAll } from '../abilities.ts'
import { type Database, type ReadDb, tablesOf, type WriteTx } from '../db/database.ts'
import type { LedgerOwner } from '../ledger/reads.ts'
import { ensureSignIn, writePassword } from './accounts.ts'
import type { IdentityTables, MemberTable } from './tables.ts'

export type NewPerson = {
  readonly account: string
  readonly password: string
  readonly name: string
  readonly role: string
  readonly office?: string
  readonly party?: { readonly id: string; readonly name: string }
  readonly demonstration: boolean
}

/**
 * Makes a sign-in of a district; one that exists keeps its password. Answers the user's id and whether it is new.
 * A sign-in alone opens nothing: `putMember` gives it a role in a district.
 */
export async function makeSignIn(
  database: Database,
  person: Pick<NewPerson, 'account' | 'password' | 'name'>,
  home: number,
): Promise<{ userId: string; made: boolean }> {
  return database.local.transaction().execute(async (query) => {
    const { userId, made } = await ensureSignIn(query, { ...person, home })
    if (made) await writePassword(query, userId, person.password)
    return { userId, made }
  })
}

/** Gives a sign-in its membership of the district, or changes the one it has. */
export async function putMember(
  tx: WriteTx,
  userId: string,
  person: Omit<NewPerson, 'password'>,
): Promise<void> {
  await tablesOf<IdentityTables>(tx)
    .insertInto('member')
    .values({
      district_id: tx.district,
      user_id: userId,
      name: person.name,
      account: person.account.toLowerCase(),
      role: person.role,
      office: person.office ?? null,
      party_id: person.party?.id ?? null,
      party_name: person.party?.name ?? null,
      active: true,
      demonstration: person.demonstration,
    })
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'user_id']).doUpdateSet({
        name: person.name,
        role: person.role,
        office: person.office ?? null,
        party_id: person.party?.id ?? null,
        party_name: person.party?.name ?? null,
        active: true,
      }),
    )
    .execute()
}

export async function membersOf(read: ReadDb): Promise<MemberTable[]> {
  return await tablesOf<IdentityTables>(read)
    .selectFrom('member')
    .selectAll()
    .where('district_id', '=', read.district)
    .orderBy('account')
    .execute()
}

/** The membership of a user in a district, when it is active. */
export async function findMember(read: ReadDb, userId: string): Promise<MemberTable | undefined> {
  return await tablesOf<IdentityTables>(read)
    .selectFrom('member')
    .selectAll()
    .where('district_id', '=', read.district)
    .where('user_id', '=', userId)
    .where('active', '=', true)
    .executeTakeFirst()
}

/**
 * A member as an actor. Whoever acts for a party is an enterprise's own voice, whatever office a row may name; `parties` are the ids
 * under which it is known.
 */
export function actorOf(member: MemberTable, grants: readonly Grant[], parties?: readonly string[]): Actor {
  if (member.party_id)
    return {
      kind: 'enterprise',
      id: member.user_id,
      name: member.name,
      party: member.party_id,
      ...(parties && parties.length > 1 && { parties }),
      channel: 'sign-in',
      grants,
    }
  return {
    kind: 'person',
    id: member.user_id,
    name: member.name,
    ...(member.office && { office: member.office }),
    grants,
  }
}

/** What is said of a sign-in: that it began is no secret to a reader of the ledger, which role it was given is for those who keep people. */
export const personLedger: LedgerOwner = {
  owns: (_, kind) => kind === 'person',
  mayRead: (ctx) => mayAtAll(ctx.actor, 'settings.people') === 'yes',
}

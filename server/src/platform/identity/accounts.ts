import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { type Kysely, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'

/** What is done to the sign-in library's own tables, always as the owner: by `asOwner` inside a verb, or on the local handle. */
type Query = Kysely<never>

/** The sign-in of an account, made where there is none; without a password it opens nothing. */
export async function ensureSignIn(
  query: Query,
  person: { readonly account: string; readonly name: string; readonly home: number },
): Promise<{ userId: string; made: boolean }> {
  const account = person.account.toLowerCase()
  const found = await sql<{ id: string }>`select "id" from auth_user where "email" = ${account}`.execute(
    query,
  )
  const known = found.rows[0]?.id
  if (known) return { userId: known, made: false }
  const userId = uuidv7()
  await sql`insert into auth_user ("id", "name", "email", "emailVerified") values (${userId}, ${person.name}, ${account}, true)`.execute(
    query,
  )
  await sql`insert into auth_home (user_id, home) values (${userId}, ${person.home})`.execute(query)
  return { userId, made: true }
}

/** The district that made a sign-in, and alone may give it a password. */
export async function homeOf(query: Query, userId: string): Promise<number | undefined> {
  const found = await sql<{ home: number }>`select home from auth_home where user_id = ${userId}`.execute(
    query,
  )
  const home = found.rows[0]?.home
  return home === undefined ? undefined : Number(home)
}

export async function writePassword(query: Query, userId: string, password: string): Promise<void> {
  const [hash, now] = [await hashPassword(password), new Date().toISOString()]
  const changed = await sql`
    update auth_account set "password" = ${hash}, "updatedAt" = ${now}::timestamptz where "userId" = ${userId} and "providerId" = 'credential'
  `.execute(query)
  if ((changed.numAffectedRows ?? 0n) === 0n)
    await sql`insert into auth_account ("id", "accountId", "providerId", "userId", "password", "updatedAt") values (${uuidv7()}, ${userId}, 'credential', ${userId}, ${hash}, ${now}::timestamptz)`.execute(
      query,
    )
}

/** Whether a password is this sign-in's; undefined where it has none. */
export async function isPassword(
  query: Query,
  userId: string,
  password: string,
): Promise<boolean | undefined> {
  const found = await sql<{ password: string | null }>`
    select "password" from auth_account where "userId" = ${userId} and "providerId" = 'credential'
  `.execute(query)
  const hash = found.rows[0]?.password
  return hash ? await verifyPassword({ hash, password }) : undefined
}

/** Those of some sign-ins that have a password: the others have not used their link yet, or sign in elsewhere. */
export async function withPassword(query: Query, userIds: readonly string[]): Promise<Set<string>> {
  const found = await sql<{ id: string }>`
    select distinct "userId" as id from auth_account where "userId" = any(${userIds as string[]}::text[]) and "password" is not null
  `.execute(query)
  return new Set(found.rows.map((row) => row.id))
}

/** Ends every session of a sign-in; answers how many there were. */
export async function endSessions(query: Query, userId: string): Promise<number> {
  const ended = await sql`delete from auth_session where "userId" = ${userId}`.execute(query)
  return Number(ended.numAffectedRows ?? 0n)
}

/** Most used of all passwords (as lists of leaked ones agree); length is asked for besides. */
const COMMON = [
  '12345678',
  'password',
  'qwertyui',
  'abcd1234',
  '1q2w3e4r',
  'admin123',
  '87654321',
  '11223344',
]

/** Whether a password is found by the first guesses (NIST SP 800-63B 5.1.1.2: common, repetitive, or the account itself). */
export function isWeak(password: string, account: string): boolean {
  const plain = password.toLowerCase()
  const own = account.toLowerCase().split('@')[0] ?? ''
  return (
    new Set(plain).size < 4 ||
    (own.length >= 4 && plain.includes(own)) ||
    COMMON.some((one) => plain.startsWith(one))
  )
}

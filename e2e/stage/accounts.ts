import type { Session } from '@qiongding/server/platform/identity/contract'

export type Account = Session['demonstration'][number]

async function demonstration(base: string): Promise<readonly Account[]> {
  return ((await (await fetch(`${base}/api/session`)).json()) as Session).demonstration
}

/** The demonstration sign-ins that a loopback server tells, by role. */
export async function demonstrationAccounts(base: string): Promise<Map<string, Account>> {
  return new Map((await demonstration(base)).map((account) => [account.role, account]))
}

/** @throws when nobody of the demonstration has an address that begins so */
export async function accountNamed(base: string, name: string): Promise<Account> {
  const found = (await demonstration(base)).find(({ account }) => account.startsWith(`${name}@`))
  if (!found) throw new Error(`No demonstration sign-in is called ${name}.`)
  return found
}

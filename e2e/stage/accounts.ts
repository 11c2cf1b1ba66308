import type { Session } from '@qiongding/server/platform/identity/contract'

export type Account = Session['demonstration'][number]

/** The demonstration sign-ins that a loopback server tells, by role. */
export async function demonstrationAccounts(base: string): Promise<Map<string, Account>> {
  const session = (await (await fetch(`${base}/api/session`)).json()) as Session
  return new Map(session.demonstration.map((account) => [account.role, account]))
}

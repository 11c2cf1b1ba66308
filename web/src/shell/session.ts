import type { Session } from '@qiongding/server/platform/identity/contract'
import { createContext, use } from 'react'

export type SignedIn = Session & { person: NonNullable<Session['person']> }

export const SessionContext = createContext<SignedIn | undefined>(undefined)

/** Who is signed in; only inside the workbench. */
export function useSession(): SignedIn {
  const session = use(SessionContext)
  if (!session) throw new Error('outside the workbench')
  return session
}

/** Whether the person may ever do this; the record says whether it may be done here and now. */
export function useMay(): (ability: string) => boolean {
  const { abilities } = useSession()
  return (ability) => abilities.includes(ability)
}

import { useNavigate, useSearch } from '@tanstack/react-router'

export type AsOf = { on?: string; known?: string }

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The day asked for and the day of knowledge, out of an address. Anything that is no day is dropped. */
export function asOfFrom(search: Record<string, unknown>): AsOf {
  const pick = (key: string) => {
    const value = search[key]
    return typeof value === 'string' && DAY.test(value) ? value : undefined
  }
  const on = pick('on')
  const known = pick('known')
  return { ...(on ? { on } : {}), ...(known ? { known } : {}) }
}

/** The two axes every read of this page is asked on. */
export function useAsOf(): AsOf {
  return asOfFrom(useSearch({ strict: false }) as Record<string, unknown>)
}

/** A past day is a picture: nothing can be written while one is shown. */
export function useIsPast(): boolean {
  const { on, known } = useAsOf()
  return on !== undefined || known !== undefined
}

/** Turns the whole workbench to a day; undefined is today. */
export function useGoTo(): (asOf: AsOf) => void {
  const navigate = useNavigate()
  return (asOf) => {
    void navigate({
      to: '.',
      // Both are named even when undefined: what is not named stays as it is on every way through the workbench.
      search: (previous: Record<string, unknown>) => ({ ...previous, on: asOf.on, known: asOf.known }),
    })
  }
}

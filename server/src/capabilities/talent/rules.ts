import { addDays, type Day, daysBetween, parseDay, type Value } from '@qiongding/kernel'

/** Days before its end from which a need is shown as running out: two weekly rounds of calls. */
export const EXPIRING_DAYS = 14

/** Furthest day a need may be re-confirmed to: a demand older than half a year is a new demand. */
export const RECONFIRM_DAYS = 183

export type Standing = 'open' | 'expiring' | 'expired' | 'unknown'

/** How a need stands on a day by its stated expiry. */
export function standingOf(expires: Value | undefined, on: Day): { standing: Standing; leftDays?: number } {
  const day = typeof expires === 'string' ? parseDay(expires) : undefined
  if (!day) return { standing: 'unknown' }
  const leftDays = daysBetween(on, day)
  return { standing: leftDays < 0 ? 'expired' : leftDays <= EXPIRING_DAYS ? 'expiring' : 'open', leftDays }
}

/** Whether a need may be re-confirmed until a day, asked today. */
export function mayReconfirm(until: Day, today: Day): boolean {
  return until >= today && until <= addDays(today, RECONFIRM_DAYS)
}

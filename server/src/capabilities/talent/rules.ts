import { addDays, type Day } from '@qiongding/kernel'
import type { KindDefinition } from '@qiongding/pack-format'

/** Furthest day a need may be re-confirmed to where its pack has no rule: a demand older than half a year is a new demand. */
const RECONFIRM_DAYS = 183

/** Whether a need may be re-confirmed until a day, asked today. */
export function mayReconfirm(kind: Pick<KindDefinition, 'demand'>, until: Day, today: Day): boolean {
  return until >= today && until <= addDays(today, kind.demand?.longestDays ?? RECONFIRM_DAYS)
}

import { addDays, type Day, daysBetween } from '@qiongding/kernel'
import type { Pack } from '@qiongding/pack-format'
import chineseDays from 'chinese-days'

/** Years for which the State Council has published the holidays that the library holds; working days of others are not known. */
const LAST_YEAR = Number(
  Object.keys((chineseDays as unknown as { holidays?: Record<string, string> }).holidays ?? {})
    .toSorted()
    .at(-1)
    ?.slice(0, 4) ?? '2026',
)

const weekday = (on: Day) => ![0, 6].includes(new Date(`${on}T00:00:00Z`).getUTCDay())

const counted = new Map<string, number | undefined>()

/**
 * Working days after one day up to and including another, by the calendar a pack names. Undefined where the Chinese calendar of a
 * year is not published yet: such a clock says unknown instead of guessing.
 */
export function workingDays(calendar: Pack['calendar']): (after: Day, upTo: Day) => number | undefined {
  return (after, upTo) => {
    if (upTo <= after) return 0
    const key = `${calendar}${after}${upTo}`
    if (counted.has(key)) return counted.get(key)
    let count: number | undefined = 0
    if (calendar === 'china' && Number(upTo.slice(0, 4)) > LAST_YEAR) count = undefined
    else
      for (let on = addDays(after, 1), left = daysBetween(after, upTo); left > 0; on = addDays(on, 1), left--)
        if (calendar === 'china' ? chineseDays.isWorkday(on) : weekday(on)) count++
    if (counted.size > 20_000) counted.clear()
    counted.set(key, count)
    return count
  }
}

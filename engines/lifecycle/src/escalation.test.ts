import { readdirSync, readFileSync } from 'node:fs'
import { addDays, type Day, day, daysBetween } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { dueBefore, escalationOn, type Forum } from './escalation.ts'

type File = {
  readonly forums: readonly Forum[]
  readonly cases: readonly {
    readonly name: string
    readonly forums?: readonly Forum[]
    readonly working?: 'unknown'
    readonly due: Day
    readonly on: Day
    readonly expect: object
  }[]
}

const folder = new URL('../cases/escalation/', import.meta.url)
for (const file of readdirSync(folder)) {
  const { forums, cases }: File = parse(readFileSync(new URL(file, folder), 'utf8'))
  describe(file, () => {
    for (const one of cases)
      it(one.name, () => {
        const workingDaysBetween = one.working === 'unknown' ? () => undefined : daysBetween
        expect(escalationOn(one.due, one.forums ?? forums, { on: one.on, workingDaysBetween })).toMatchObject(
          one.expect,
        )
      })
  })
}

/** Monday to Friday, counted plainly. */
function weekdays(after: Day, upTo: Day): number {
  let count = 0
  for (let on = addDays(after, 1); on <= upTo; on = addDays(on, 1))
    if (![0, 6].includes(new Date(`${on}T00:00:00Z`).getUTCDay())) count++
  return count
}

const start = day('2031-01-01')
const forums = fc
  .array(
    fc.record({
      days: fc.integer({ min: 1, max: 40 }),
      calendar: fc.constantFrom('working' as const, 'natural' as const),
    }),
    {
      maxLength: 4,
    },
  )
  .map((rows) => rows.map((after, at): Forum => ({ id: `f${at}`, after })))
const past = fc.integer({ min: 0, max: 200 })

it('never climbs down as days go by, and each step keeps its day', () => {
  fc.assert(
    fc.property(forums, past, past, (levels, one, two) => {
      const [early, later] = [Math.min(one, two), Math.max(one, two)]
      const on = (days: number) =>
        escalationOn(start, levels, { on: addDays(start, days), workingDaysBetween: weekdays }).steps
      expect(on(later).slice(0, on(early).length)).toEqual(on(early))
    }),
  )
})

it('reaches each forum on the first day that is late enough for it and for all below it', () => {
  fc.assert(
    fc.property(forums, past, (levels, gone) => {
      const on = addDays(start, gone)
      const { steps } = escalationOn(start, levels, { on, workingDaysBetween: weekdays })
      const late = ({ after }: Forum, upTo: Day) =>
        (after.calendar === 'natural' ? daysBetween : weekdays)(start, upTo) >= after.days
      for (const [at, step] of steps.entries()) {
        const below = levels.slice(0, at + 1)
        expect(below.every((forum) => late(forum, step.on))).toBe(true)
        expect(below.every((forum) => late(forum, addDays(step.on, -1)))).toBe(false)
      }
      const next = levels[steps.length]
      if (next) expect(late(next, on)).toBe(false)
    }),
  )
})

it('finds the day by which it was due from how late it is', () => {
  fc.assert(
    fc.property(past, (gone) => {
      const on = addDays(start, gone)
      const late = weekdays(start, on)
      const due = dueBefore(late, { on, workingDaysBetween: weekdays })
      expect(weekdays(due, on)).toBe(late)
      expect(weekdays(addDays(due, 1), on)).toBeLessThanOrEqual(late)
    }),
  )
})

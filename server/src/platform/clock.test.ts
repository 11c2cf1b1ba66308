import { addDays, type Day } from '@qiongding/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clockIn } from './clock.ts'

const ZONES = ['Asia/Shanghai', 'UTC', 'America/St_Johns', 'Asia/Kathmandu', 'Europe/Berlin']

it('names the day of the zone, also of instants around its beginning', () => {
  let now = new Date('2026-03-01T15:59:59.999Z')
  const clock = clockIn('Asia/Shanghai', () => now)
  expect(clock.today()).toBe('2026-03-01')
  now = new Date('2026-03-01T16:00:00.000Z')
  expect(clock.today()).toBe('2026-03-02')
  now = new Date('2026-03-01T15:59:59.000Z')
  expect(clock.today()).toBe('2026-03-01')
})

it('ends a day at the last instant that bears its name, in zones of all kinds', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
      (zone, instant) => {
        let now = instant
        const clock = clockIn(zone, () => now)
        const on: Day = clock.today()
        const last = new Date(clock.endOf(on))
        expect(clock.endOf(on)).toBe(last.toISOString())
        now = last
        expect(clock.today()).toBe(on)
        now = new Date(last.getTime() + 1)
        expect(clock.today()).toBe(addDays(on, 1))
      },
    ),
    { numRuns: 200 },
  )
})

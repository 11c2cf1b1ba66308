import { addDays, type Day, day, daysBetween } from '@qiongding/kernel'
import { expect, it } from 'vitest'
import { checkTarget, explainPace, pace, type Target } from './index.ts'

const YEAR: Target = { op: '>=', value: 100, from: day('2031-01-01'), to: day('2031-12-31') }

/** Working days of a calendar without holidays: Monday to Friday. */
function weekdays(after: Day, upTo: Day): number {
  let count = 0
  for (let step = 1; step <= daysBetween(after, upTo); step++) {
    const weekday = new Date(`${addDays(after, step)}T00:00:00Z`).getUTCDay()
    if (weekday > 0 && weekday < 6) count++
  }
  return count
}

it('counts time in working days where a calendar is passed', () => {
  // 2031-01-06 is a Monday: two weeks hold ten working days.
  const target: Target = { op: '>=', value: 10, from: day('2031-01-06'), to: day('2031-01-19') }
  const readings = [{ day: day('2031-01-12'), value: 5 }]
  const sunday = day('2031-01-12')
  expect(pace({ target, readings, on: sunday, working: weekdays })).toMatchObject({
    expected: 5,
    verdict: 'yes',
    linePerWeek: 5,
    needPerWeek: 5,
  })
  const saturday = day('2031-01-11')
  expect(
    pace({ target, readings: [{ day: saturday, value: 5 }], on: saturday, working: weekdays }).expected,
  ).toBe(5)
})

it('falls back to calendar days for a period without a working day', () => {
  const target: Target = { op: '>=', value: 2, from: day('2031-01-11'), to: day('2031-01-12') }
  expect(pace({ target, readings: [], on: target.from, working: weekdays }).expected).toBe(1)
})

it('meets a whole number on the line exactly', () => {
  const target: Target = { op: '>=', value: 3, from: day('2031-01-01'), to: day('2031-01-30') }
  const answer = pace({ target, readings: [{ day: day('2031-01-10'), value: 1 }], on: day('2031-01-10') })
  expect(answer).toMatchObject({ verdict: 'yes', expected: 1, difference: 0 })
  expect(explainPace(answer.trace)[0]?.key).toBe('pacing.on-line')
})

it('takes the lights of a pack that has its own rule', () => {
  const readings = [{ day: day('2031-12-30'), value: 95 }]
  const on = day('2031-12-30')
  expect(pace({ target: YEAR, readings, on }).light).toBe('green')
  expect(pace({ target: YEAR, readings, on, lights: { yellow: 0.02, red: 0.04 } }).light).toBe('red')
})

it('explains with keys and parameters, without a sign', () => {
  const answer = pace({
    target: YEAR,
    readings: [{ day: day('2031-12-30'), value: 60 }],
    on: day('2031-12-30'),
  })
  const messages = explainPace(answer.trace)
  expect(messages.map((message) => message.key)).toEqual([
    'pacing.behind',
    'pacing.light.red',
    'pacing.need',
    'pacing.end-too-early',
  ])
  expect(messages[0]?.params).toMatchObject({ at: '2031-12-30', actual: 60, value: 100 })
  expect(messages[0]?.params.distance).toBeCloseTo(0.397, 3)
  expect(messages[3]?.params).toMatchObject({ n: 1, leastN: 3, leastShare: 0.25 })
})

it('finds what is wrong with a target', () => {
  const codes = (target: Target) => checkTarget(target).map((finding) => `${finding.at.path}:${finding.code}`)
  expect(codes(YEAR)).toEqual([])
  expect(codes({ ...YEAR, op: '≥' as '>=' })).toEqual(['op:unknown-op'])
  expect(codes({ ...YEAR, value: Number.NaN })).toEqual(['value:not-a-number'])
  expect(codes({ ...YEAR, to: '2031-02-30' as Day })).toEqual(['to:no-such-day'])
  expect(codes({ ...YEAR, from: YEAR.to, to: YEAR.from })).toEqual(['to:period-reversed'])
  expect(codes({ ...YEAR, op: 'rank', value: 1.5 })).toEqual(['value:rank-not-whole'])
  expect(codes({ ...YEAR, freshDays: 0 })).toEqual(['freshDays:not-positive'])
  expect(codes({ ...YEAR, start: 100 })).toEqual(['value:floor-below-start'])
  expect(codes({ ...YEAR, op: '<=', start: 101 })).toEqual(['value:ceiling-below-start'])
  expect(codes({ ...YEAR, measure: 'level', start: 120 })).toEqual(['start:already-reached'])
})

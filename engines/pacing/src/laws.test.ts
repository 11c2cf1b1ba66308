import { addDays, type Day, day } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkTarget,
  type Light,
  type PaceQuestion,
  pace,
  paceSeries,
  type Reading,
  type Target,
} from './index.ts'

const FROM = day('2031-01-01')
const dayArb = fc.integer({ min: -40, max: 500 }).map((days) => addDays(FROM, days))
const spanArb = fc.integer({ min: 5, max: 400 }).map((days) => ({ from: FROM, to: addDays(FROM, days) }))

const targetArb: fc.Arbitrary<Target> = fc
  .record(
    {
      op: fc.constantFrom('>=', '>', '=', '<=', '<'),
      value: fc.integer({ min: 1, max: 5000 }),
      measure: fc.constantFrom('total', 'level', 'ratio'),
      start: fc.integer({ min: 0, max: 5000 }),
      reading: fc.constantFrom('reported', 'counted'),
      span: spanArb,
    },
    { requiredKeys: ['op', 'value', 'span'] },
  )
  .map(({ span, ...target }) => ({ ...target, ...span }) as Target)
  .filter((target) => checkTarget(target).every((finding) => finding.level !== 'error'))

const readingArb = fc.record({
  day: dayArb,
  value: fc.option(fc.integer({ min: 0, max: 6000 }), { nil: undefined }),
})
const readingsArb: fc.Arbitrary<Reading[]> = fc.uniqueArray(readingArb, {
  maxLength: 8,
  selector: (reading) => reading.day,
})
const questionArb: fc.Arbitrary<PaceQuestion> = fc.record({
  target: targetArb,
  readings: readingsArb,
  on: dayArb,
})

const BRIGHTNESS: Record<Exclude<Light, 'unknown'>, number> = { red: 0, yellow: 1, green: 2 }
/** The day itself, or the last day of the period where that has passed. */
function endOf(target: Target, on: Day): Day {
  return on < target.to ? on : target.to
}

const lessIsBetter = (target: Target) =>
  target.op.startsWith('<') || (target.op === '=' && (target.start ?? 0) > target.value)

describe('laws of pace', () => {
  it('an unknown latest reading gives unknown, never the answer of a zero', () => {
    fc.assert(
      fc.property(questionArb, ({ target, readings, on }) => {
        fc.pre(on >= target.from)
        const last = endOf(target, on)
        const earlier = readings.filter((reading) => reading.day !== last)
        const answer = pace({ target, on, readings: [...earlier, { day: last, value: undefined }] })
        expect(answer.verdict).toBe('unknown')
        expect(answer.light).toBe('unknown')
        expect(answer.actual).toBeUndefined()
        expect(answer.needPerWeek).toBeUndefined()
      }),
    )
  })

  it('a better reading never makes verdict, light or distance worse', () => {
    fc.assert(
      fc.property(
        questionArb,
        fc.integer({ min: 0, max: 6000 }),
        fc.integer({ min: 0, max: 6000 }),
        (question, a, b) => {
          const { target, on } = question
          fc.pre(on >= target.from)
          const at = endOf(target, on)
          const [worse, better] = a < b === lessIsBetter(target) ? [b, a] : [a, b]
          const low = pace({ ...question, readings: [{ day: at, value: worse }] })
          const high = pace({ ...question, readings: [{ day: at, value: better }] })
          if (low.verdict === 'yes') expect(high.verdict).toBe('yes')
          if (low.light !== 'unknown' && high.light !== 'unknown')
            expect(BRIGHTNESS[high.light]).toBeGreaterThanOrEqual(BRIGHTNESS[low.light])
          if (low.distance !== undefined) expect(high.distance).toBeGreaterThanOrEqual(low.distance)
        },
      ),
    )
  })

  it('the line of a total never falls as days pass, stays between start and value, and ends at the value', () => {
    fc.assert(
      fc.property(targetArb, dayArb, dayArb, (target, a, b) => {
        fc.pre((target.measure ?? 'total') === 'total')
        const [early, late] = a < b ? [a, b] : [b, a]
        fc.pre(early >= target.from)
        const expectedOn = (on: Day) => pace({ target, readings: [], on }).expected ?? Number.NaN
        expect(expectedOn(early)).toBeLessThanOrEqual(expectedOn(late))
        expect(expectedOn(early)).toBeGreaterThanOrEqual(target.start ?? 0)
        expect(expectedOn(late)).toBeLessThanOrEqual(target.value)
        expect(expectedOn(target.to)).toBe(target.value)
      }),
    )
  })

  it('waiting with the same counted total never brings a floor back on pace', () => {
    fc.assert(
      fc.property(targetArb, fc.integer({ min: 0, max: 6000 }), dayArb, dayArb, (some, value, a, b) => {
        fc.pre((some.measure ?? 'total') === 'total' && !lessIsBetter(some))
        const target: Target = { ...some, reading: 'counted' }
        const [early, late] = a < b ? [a, b] : [b, a]
        fc.pre(early >= target.from)
        const readings = [{ day: target.from, value }]
        if (pace({ target, readings, on: early }).verdict === 'no')
          expect(pace({ target, readings, on: late }).verdict).toBe('no')
      }),
    )
  })

  it('readings after the day of judging, and the order of readings, change nothing', () => {
    fc.assert(
      fc.property(questionArb, readingsArb, (question, others) => {
        const later = others.filter((reading) => reading.day > question.on)
        const known = question.readings.filter((reading) => reading.day <= question.on)
        const answer = pace({ ...question, readings: known })
        expect(pace({ ...question, readings: [...later, ...known].reverse() })).toEqual(answer)
      }),
    )
  })

  it('a verdict and its reason exclude each other, and a known answer carries its figures', () => {
    fc.assert(
      fc.property(questionArb, (question) => {
        const answer = pace(question)
        expect(answer.verdict === 'unknown').toBe(answer.why !== undefined)
        expect(answer.light === 'unknown').toBe(answer.verdict === 'unknown')
        expect(answer.actual === undefined).toBe(answer.verdict === 'unknown')
        if (answer.verdict === 'yes') expect(answer.light).toBe('green')
        if (answer.light === 'yellow' || answer.light === 'red') expect(answer.verdict).toBe('no')
      }),
    )
  })

  it('counting in another unit changes no verdict, light or distance', () => {
    fc.assert(
      fc.property(questionArb, fc.constantFrom(10, 100, 10_000), (question, times) => {
        const { target } = question
        const scaled = pace({
          ...question,
          target: {
            ...target,
            value: target.value * times,
            ...(target.start !== undefined && { start: target.start * times }),
          },
          readings: question.readings.map((reading) =>
            'value' in reading && reading.value !== undefined
              ? { ...reading, value: reading.value * times }
              : reading,
          ),
        })
        const answer = pace(question)
        expect([scaled.verdict, scaled.light, scaled.why]).toEqual([answer.verdict, answer.light, answer.why])
        if (answer.distance !== undefined) expect(scaled.distance).toBeCloseTo(answer.distance, 12)
      }),
    )
  })

  it('a ranking is never paced', () => {
    fc.assert(
      fc.property(readingsArb, dayArb, (readings, on) => {
        const target: Target = { op: 'rank', value: 1, from: FROM, to: addDays(FROM, 364) }
        expect(pace({ target, readings, on })).toMatchObject({
          verdict: 'unknown',
          light: 'unknown',
          why: 'rank',
        })
        expect(paceSeries({ target, readings, on })).toEqual([])
      }),
    )
  })

  it('the curve agrees with the answer of each day and leaves gaps where nothing is known', () => {
    fc.assert(
      fc.property(questionArb, (question) => {
        for (const point of paceSeries(question)) {
          const answer = pace({ ...question, on: point.day })
          expect(answer.actual).toBe(point.actual)
          expect(answer.distance).toBe(point.distance)
          expect(answer.expected).toBe(point.expected)
        }
      }),
    )
  })
})

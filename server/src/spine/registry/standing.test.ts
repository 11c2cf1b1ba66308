import { addDays, day } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOpen, standingOf, standsUntil } from './standing.ts'

const demand = {
  validDays: 90,
  longestDays: 183,
  askDays: 14,
  outcome: { fact: 'outcome', open: 'open', filled: 'filled', dropped: 'dropped' },
}
const kind = { expiresFact: 'until', demand }
const plain = { expiresFact: 'until' }
const on = day('2026-11-25')
const standing = (until: string | undefined, more: Record<string, string> = {}) =>
  standingOf(kind, { facts: { ...(until !== undefined && { until }), ...more } }, on)

describe('how a need stands', () => {
  it.each([
    ['2026-12-10', 'open', 15],
    ['2026-12-09', 'expiring', 14],
    ['2026-11-25', 'expiring', 0],
    ['2026-11-24', 'expired', -1],
    ['2026-11', 'expiring', 5],
    ['2026-10', 'expired', -25],
    ['2028-02', 'open', 461],
  ])('until %s it is %s, %d days from its end', (until, expected, leftDays) => {
    expect(standing(until)).toMatchObject({ standing: expected, leftDays })
  })

  it('ends by the rule of the pack where no end was stated', () => {
    expect(standsUntil(kind, { facts: {}, asOf: '2026-08-27' })).toBe('2026-11-25')
    expect(standingOf(kind, { facts: {}, asOf: '2026-08-26' }, on).standing).toBe('expired')
    expect(standingOf(kind, { facts: { until: '2026-12-31' }, asOf: '2026-01-01' }, on).standing).toBe('open')
  })

  it('is unknown, and still open, where neither an end nor a rule is there', () => {
    expect(standingOf(plain, { facts: {}, asOf: '2020-01-01' }, on)).toEqual({ standing: 'unknown' })
    expect(standingOf(kind, { facts: { until: '长期有效' } }, on)).toEqual({ standing: 'unknown' })
    expect(isOpen('unknown')).toBe(true)
  })

  it('is over once whoever has it says so, whatever its end', () => {
    expect(standing('2099-12-31', { outcome: 'filled' }).standing).toBe('filled')
    expect(standing('2099-12-31', { outcome: 'dropped' }).standing).toBe('dropped')
    expect(standing('2099-12-31', { outcome: 'open' }).standing).toBe('open')
    expect(['expired', 'filled', 'dropped'].map((one) => isOpen(one as never))).toEqual([false, false, false])
  })

  it('only ever runs out as days go by', () => {
    const order = ['open', 'expiring', 'expired']
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 0, max: 400 }), (until, later) => {
        const need = { facts: { until: addDays(on, until) } }
        const [now, then] = [standingOf(kind, need, on), standingOf(kind, need, addDays(on, later))]
        expect(order.indexOf(then.standing)).toBeGreaterThanOrEqual(order.indexOf(now.standing))
        expect(then.leftDays).toBe((now.leftDays as number) - later)
        expect(isOpen(now.standing)).toBe((now.leftDays as number) >= 0)
      }),
    )
  })
})

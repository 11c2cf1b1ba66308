import { describe, expect, it } from 'vitest'
import { budgetOf, isWithin, payableOf, stateOf } from './rules.ts'
import type { ApplicationRow } from './tables.ts'

const row = (id: string, amount?: string, paid?: string): ApplicationRow => ({
  id,
  version: id,
  no: id,
  policy: 'demo',
  number: 1,
  kind: 'enterprise',
  subjectId: id,
  name: '演示',
  office: 'demo',
  way: 'applied',
  year: 2030,
  by: '演示',
  day: '2030-01-01',
  ...(amount !== undefined && { decided: { amount, opinion: '演示', by: '演示', day: '2030-01-02' } }),
  ...(paid !== undefined && {
    paid: { amount: paid, short: '0', by: '演示', day: '2030-02-01', year: 2030 },
  }),
  lastDay: '2030-01-01',
  demonstration: true,
})

describe('money of a policy', () => {
  it('counts what is paid this year, and of what is granted what is still open', () => {
    const kept = [
      { row: row('a', '100', '80'), isClosed: false },
      { row: row('b', '50'), isClosed: false },
      { row: row('c', '70'), isClosed: true },
      { row: row('d'), isClosed: false },
    ]
    expect(budgetOf({ amount: '120', by: 'arrival' }, 2030, kept)).toMatchObject({
      paid: '80',
      granted: '50',
      left: '40',
    })
    // What was paid in another year is that year's.
    expect(budgetOf({ amount: '120', by: 'arrival' }, 2031, kept)).toMatchObject({ paid: '0', left: '120' })
  })

  it('pays by arrival until nothing is left, or everybody the same share, and all of it without a budget', () => {
    const waiting = [row('a', '100'), row('b', '50')]
    const budget = budgetOf({ amount: '120', by: 'arrival' }, 2030, [])
    expect([...payableOf(budget, waiting).values()]).toEqual([
      { amount: '100', short: '0' },
      { amount: '20', short: '30' },
    ])
    expect(
      [...payableOf({ ...budget, by: 'pro-rata' }, waiting).values()].map(({ amount }) => amount),
    ).toEqual(['80', '40'])
    expect(payableOf(undefined, waiting).get('b')).toEqual({ amount: '50', short: '0' })
  })

  it('grants no more than the policy gives, and nothing where nobody can say how much', () => {
    expect(isWithin('100', { to: '100' })).toBe(true)
    expect(isWithin('100.01', { to: '100' })).toBe(false)
    expect(isWithin('1', {})).toBe(false)
    expect(isWithin('1', undefined)).toBe(false)
  })

  it('stands where it has come to', () => {
    expect([row('a'), row('a', '1'), row('a', '1', '1')].map((one) => stateOf(one, {}))).toEqual([
      'applied',
      'decided',
      'paid',
    ])
    expect(stateOf(row('a', '1'), { closed: {} })).toBe('closed')
  })
})

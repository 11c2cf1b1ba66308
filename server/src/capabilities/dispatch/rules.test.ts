import { day, daysBetween } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { inOrder, journeyOf, keyOf, mattersOf, summed } from './rules.ts'

const forums = [
  { id: 'weekly', after: { days: 1, calendar: 'natural' as const } },
  { id: 'special', after: { days: 10, calendar: 'natural' as const } },
]
const on = day('2031-03-20')
const asked = { on, workingDaysBetween: daysBetween }

describe('what is late of a journey', () => {
  it('comes before a forum by its days, the highest first; delivered and unknown are not late', () => {
    const matters = mattersOf(
      {
        id: 'j',
        orders: [
          { id: 'a', late: 'yes', due: '2031-03-18' },
          { id: 'b', late: 'yes', due: '2031-03-01' },
          { id: 'c', late: 'no', due: '2031-03-01' },
          { id: 'd', late: 'unknown' },
        ],
        gate: { to: 'next', late: 'yes', left: -3 },
        clocks: [{ id: 'respond', late: 'no', left: 1 }],
        red: 'start',
      },
      forums,
      asked,
    )
    expect(matters.map(({ key, forum, days }) => [key, forum, days])).toEqual([
      ['order:j:b', 'special', 19],
      ['gate:j:next', 'weekly', 3],
      ['order:j:a', 'weekly', 2],
      ['light:j:start', 'weekly', undefined],
    ])
    expect(matters[0]?.steps).toEqual([
      { forum: 'weekly', on: '2031-03-02' },
      { forum: 'special', on: '2031-03-11' },
    ])
    expect(matters[1]?.due).toBe('2031-03-17')
  })

  it('belongs before no forum where the pack has none', () => {
    const [matter] = mattersOf(
      { id: 'j', orders: [{ id: 'a', late: 'yes', due: '2031-03-01' }], clocks: [] },
      [],
      asked,
    )
    expect(matter?.forum).toBeUndefined()
  })

  it('is told by its key, and nothing else is a key', () => {
    expect(journeyOf(keyOf('order', 'j', 'a'))).toEqual({ journeyId: 'j', orderId: 'a' })
    expect(journeyOf(keyOf('gate', 'j', 'next'))).toEqual({ journeyId: 'j' })
    expect(journeyOf('nonsense')).toBeUndefined()
  })
})

it('talks first of what climbed highest, then of the larger sum, an unknown one last', () => {
  const late = (forum: string, days: number) => ({
    key: '',
    sort: 'order' as const,
    of: '',
    forum,
    days,
    steps: [],
    unsure: false,
  })
  const order = inOrder(
    [
      { id: 'low-large', amount: 900, matters: [late('weekly', 5)] },
      { id: 'high-unknown', matters: [late('special', 30)] },
      { id: 'high-small', amount: 1, matters: [late('special', 12)] },
      { id: 'high-large', amount: 50, matters: [late('special', 11)] },
    ],
    forums,
  ).map(({ id }) => id)
  expect(order).toEqual(['high-large', 'high-small', 'high-unknown', 'low-large'])
})

it('sums what is known and counts what is not', () => {
  expect(summed([1, undefined, 2, 'x'])).toEqual({ amount: 3, amountUnknown: 2 })
})

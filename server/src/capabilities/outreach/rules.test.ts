import { day } from '@qiongding/kernel'
import { expect, it } from 'vitest'
import { careDue, followUpOn } from './rules.ts'

const on = day('2031-03-10')

it.each([
  ['nothing was said and there is time', { day: '2031-03-03' }, 'open'],
  ['nothing was said in seven days', { day: '2031-03-02' }, 'overdue'],
  ['somebody has something to do', { day: '2031-02-01', next: { due: '2031-03-10' } }, 'next'],
  ['what was to be done is late', { day: '2031-03-09', next: { due: '2031-03-09' } }, 'late'],
  ['it is done', { day: '2031-01-01', next: { due: '2031-01-09' }, closed: {} }, 'closed'],
] as const)('%s', (_, visit, wanted) => {
  expect(followUpOn(visit, on)).toBe(wanted)
})

it('is due at once where nobody came since it settled, and so many days after the last time', () => {
  expect(careDue(day('2031-01-05'), undefined, 90)).toBe('2031-01-05')
  expect(careDue(day('2031-01-05'), day('2031-02-01'), 30)).toBe('2031-03-03')
})

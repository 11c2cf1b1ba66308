import { expect, it } from 'vitest'
import { blocksOf, lettersOf } from './place.ts'

it.each([
  [1, 'A'],
  [26, 'Z'],
  [27, 'AA'],
  [52, 'AZ'],
  [53, 'BA'],
  [702, 'ZZ'],
  [703, 'AAA'],
])('column %i is %s', (column, letters) => {
  expect(lettersOf(column)).toBe(letters)
})

it('blocks of a sheet have their own columns, and share those that stand in both', () => {
  const name = { column: 1, below: [2, 9], header: '企业名称', fact: 'name' }
  const staff = { column: 2, below: [2], header: '人数', fact: 'employees' }
  const revenue = { column: 2, below: [9], header: '营收', fact: 'revenue' }
  expect(blocksOf([name, staff, revenue])).toEqual([
    {
      header: 2,
      columns: new Map([
        [1, name],
        [2, staff],
      ]),
    },
    {
      header: 9,
      columns: new Map([
        [1, name],
        [2, revenue],
      ]),
    },
  ])
  expect(blocksOf([])).toEqual([])
})

import { expect, it } from 'vitest'
import { rankOf } from './rules.ts'

it('takes a value that was there, never one in between', () => {
  expect(rankOf([1, 2, 3, 40], 0.5)).toBe(2)
  expect(rankOf([1, 2, 3, 40], 0.9)).toBe(40)
  expect(rankOf([7], 0.9)).toBe(7)
  expect(rankOf([], 0.5)).toBeUndefined()
})

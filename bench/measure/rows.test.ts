import { expect, test } from 'vitest'
import { creditCode, dice, enterprise } from './rows.ts'

test('credit codes carry the check sign of GB 32100', () => {
  expect(creditCode(1)).toHaveLength(18)
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  for (const count of [1, 31, 99_999, 100_000]) {
    const code = creditCode(count)
    const sum = weights.reduce(
      (total, weight, index) => total + weight * signs.indexOf(code[index] as string),
      0,
    )
    expect((sum + signs.indexOf(code[17] as string)) % 31).toBe(0)
  }
})

test('the same seed makes the same rows', () => {
  expect(enterprise(7, dice(3))).toEqual(enterprise(7, dice(3)))
  expect(enterprise(7, dice(3))).not.toEqual(enterprise(7, dice(4)))
})

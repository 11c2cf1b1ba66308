import { describe, expect, it } from 'vitest'
import { ageIn } from './age.ts'

describe('an age', () => {
  it.each([
    ['年', '2020-02-29', '2026-02-28', 5],
    ['年', '2020-02-29', '2026-03-01', 6],
    ['年', '2022-08-23', '2026-08-23', 4],
    ['月', '2026-01-31', '2026-02-28', 0],
    ['月', '2025-12-01', '2026-02-01', 2],
    ['天', '2026-02-27', '2026-03-01', 2],
    ['年', '2026-03-01', '2026-02-01', undefined],
    ['人', '2020-01-01', '2026-01-01', undefined],
  ] as const)('in %s from %s to %s is %s', (unit, from, to, age) => {
    expect(ageIn(unit, from, to)).toBe(age)
  })
})

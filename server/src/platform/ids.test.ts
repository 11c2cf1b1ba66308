import { validate, version } from 'uuid'
import { expect, it } from 'vitest'
import { newId } from './ids.ts'

it('makes ids that sort in the order they were made, all different, each with the moment in front', () => {
  const before = Date.now()
  const ids = Array.from({ length: 20_000 }, newId)
  const after = Date.now()
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  const moment = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  expect(moment(ids[0] as string)).toBeGreaterThanOrEqual(before)
  expect(moment(ids.at(-1) as string)).toBeLessThanOrEqual(after)
})

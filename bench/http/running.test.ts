import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../../e2e/stage/server.ts'
import { http } from '../http.ts'
import { bearerToken, pack } from '../measure/stage.ts'
import { operationNames } from './operations.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ pack, patience: 110_000 })
}, 120_000)
afterAll(() => server?.stop())

it('measures a server that already runs by its address and a token, without the driver beside', async () => {
  const options = { rows: 0, talents: 0, posts: 0, seconds: 0.2, data: undefined, say: () => {} }
  const results = await http({ ...options, base: server.base, token: await bearerToken(server.base) })
  const names = results.map(({ name }) => name)
  for (const operation of operationNames)
    for (const connections of ['c1', 'c16'])
      for (const figure of ['rps', 'p50_ms', 'p99_ms'])
        expect(names).toContain(`http.${operation}.${connections}_${figure}`)
  expect(results.every(({ value }) => value > 0)).toBe(true)
  expect(names.filter((name) => name.includes('of_'))).toEqual([])
  await expect(http({ ...options, base: server.base, token: 'wrong' })).rejects.toThrow('401')
}, 120_000)

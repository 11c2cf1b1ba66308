import { createServer } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { answers, findPostgres, freePort } from './services.ts'

afterEach(() => vi.unstubAllEnvs())

test('a port that answers, and one that does not', async () => {
  const server = createServer()
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  expect(await answers('127.0.0.1', port)).toBe(true)
  await new Promise((resolve) => server.close(resolve))
  expect(await answers('127.0.0.1', port)).toBe(false)
})

test('no PostgreSQL where nobody listens, and none when it is turned off', async () => {
  vi.stubEnv('QIONGDING_TEST_PG', `postgres://somebody@127.0.0.1:${await freePort()}/here`)
  expect(await findPostgres()).toBeUndefined()
  vi.stubEnv('QIONGDING_TEST_PG', 'none')
  expect(await findPostgres()).toBeUndefined()
})

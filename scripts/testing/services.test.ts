import { createServer } from 'node:net'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { answers, findPostgres, freePort, startBouncer } from './services.ts'
import { findProgram } from './system.ts'

const postgres = await findPostgres()

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

test.skipIf(!postgres || !findProgram('pgbouncer'))(
  'our pgbouncer pools transactions of sessions with options',
  async () => {
    const bouncer = await startBouncer(postgres as URL)
    expect(bouncer).toBeDefined()
    try {
      const client = new pg.Client({
        connectionString: bouncer?.url,
        options: '-c citus.propagate_set_commands=local',
      })
      await client.connect()
      await client.query("begin; set local app.district = '7'")
      expect((await client.query("select current_setting('app.district') as district")).rows).toEqual([
        { district: '7' },
      ])
      await client.query('commit')
      expect(
        (await client.query("select nullif(current_setting('app.district', true), '') as district")).rows,
      ).toEqual([{ district: null }])
      await client.end()
    } finally {
      bouncer?.stop()
    }
  },
)

// The driver alone: the statements of the same five operations with the same role in the same kind of transaction,
// no HTTP, no abilities, no schema. `bare` leaves transaction and role out too.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { sortKey, wordTokens } from '../../server/src/spine/registry/words.ts'
import { filterFrom, newEnterprise, type OperationName, page, wordOf } from './operations.ts'

type Run = (client: pg.ClientBase, count: number) => Promise<pg.QueryResult>

const columns = 'subject_id, name, as_of, demonstration, facts, sealed'
const inKind = `from profile where district_id = $1 and kind = 'enterprise'`

function statements(district: number, ids: readonly string[]): Record<OperationName, Run> {
  return {
    list: (client) =>
      client.query({
        name: 'list',
        text: `select ${columns} ${inKind} order by sort_key, subject_id limit ${page + 1}`,
        values: [district],
      }),
    filter: async (client) => {
      const where = `${inKind} and (facts->>'revenue')::numeric >= $2`
      const values = [district, filterFrom]
      await client.query({
        name: 'filter',
        text: `select ${columns} ${where} order by sort_key, subject_id limit ${page + 1}`,
        values,
      })
      return client.query({ name: 'count', text: `select count(*) ${where}`, values })
    },
    search: (client, count) => {
      const word = wordOf(count)
      return client.query({
        name: 'search',
        text: `select ${columns} ${inKind} and tokens @> $2::integer[] and search like $3 order by sort_key, subject_id limit ${page + 1}`,
        values: [district, wordTokens(district, 'enterprise', word), `%${word}%`],
      })
    },
    read: async (client, count) => {
      const values = [district, ids[(count * 31) % ids.length]]
      await client.query({
        name: 'read',
        text: 'select * from profile where district_id = $1 and subject_id = $2',
        values,
      })
      return client.query({
        name: 'statements',
        text: 'select * from statement where district_id = $1 and subject_id = $2 order by recorded_at, id',
        values,
      })
    },
    create: async (client, count) => {
      const subject = randomUUID()
      const statement = randomUUID()
      const values = newEnterprise(count)
      const facts = JSON.stringify(values)
      const now = new Date().toISOString()
      const search = `${values.name}\n${values.credit_code}`.toLowerCase()
      await client.query({
        name: 'state',
        text: `insert into statement (district_id, id, subject_id, kind, source, as_of, recorded_at, actor_kind, actor_id, actor_name, demonstration, facts)
          values ($1, $2, $3, 'enterprise', '演示', $4::timestamptz::date, $4, 'user', 'driver', 'driver', false, $5)`,
        values: [district, statement, subject, now, facts],
      })
      await client.query({
        name: 'project',
        text: `insert into profile (district_id, subject_id, kind, name, sort_key, identity, name_key, demonstration, as_of, version, facts, search, tokens)
          values ($1, $2, 'enterprise', $3, $4, $5, $3, false, $6::timestamptz::date, $7, $8, $9, $10)`,
        values: [
          district,
          subject,
          values.name,
          sortKey(values.name),
          `0:${values.credit_code}`,
          now,
          statement,
          facts,
          search,
          wordTokens(district, 'enterprise', search),
        ],
      })
      return client.query({
        name: 'say',
        text: `insert into ledger (district_id, id, name, about_kind, about_id, actor_kind, actor_id, actor_name, day, recorded_at, after)
          values ($1, $2, 'registry.created', 'enterprise', $3, 'user', 'driver', 'driver', $4::timestamptz::date, $4, $5)`,
        values: [district, randomUUID(), subject, now, facts],
      })
    },
  }
}

/** The five operations; each answers the rows of its last statement. */
type Operations = Record<OperationName, (count: number) => Promise<unknown[]>>
export type Driver = {
  inTransaction: Operations
  bare: Operations
  close: () => Promise<void>
}

/** The five operations over a pool of so many sessions, in the district that the enterprises stand in. */
export async function openDriver(url: string, sessions: number, ids: readonly string[]): Promise<Driver> {
  const pool = new pg.Pool({ connectionString: url, max: sessions })
  const found = await pool.query<{ district_id: string }>(
    `select district_id from profile where kind = 'enterprise' limit 1`,
  )
  const district = Number(found.rows[0]?.district_id)
  const run = statements(district, ids)
  const begin = (writes: boolean) =>
    `begin${writes ? '' : ' isolation level repeatable read read only'}; set local role qiongding_app; set local app.district = '${district}'`
  const each = (
    once: (name: OperationName, client: pg.PoolClient, count: number) => Promise<pg.QueryResult>,
  ) =>
    Object.fromEntries(
      (Object.keys(run) as OperationName[]).map((name) => [
        name,
        async (count: number) => {
          const client = await pool.connect()
          try {
            return (await once(name, client, count)).rows
          } finally {
            client.release()
          }
        },
      ]),
    ) as Operations
  return {
    inTransaction: each(async (name, client, count) => {
      await client.query(begin(name === 'create'))
      const answer = await run[name](client, count)
      await client.query('commit')
      return answer
    }),
    bare: each((name, client, count) => run[name](client, count)),
    close: () => pool.end(),
  }
}

// The driver alone: the statements of the same five operations with the same role in the same kind of transaction, no HTTP, no abilities,
// no schema. `bare` leaves transaction and role out too, and of reading and creating all but the record itself: what links to it and its
// ledger, the key against a second write, the look for a twin, and the message for whoever listens.
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

/** What the workbench asks in the transaction of an operation besides the record itself. */
function beside(
  district: number,
  ids: readonly string[],
): Partial<Record<OperationName, { before?: Run; after?: Run }>> {
  return {
    read: {
      after: async (client, count) => {
        const id = ids[(count * 31) % ids.length]
        const today = new Date().toISOString()
        const ask = (name: string, text: string, ...more: unknown[]) =>
          client.query({ name, text, values: [district, id, ...more] })
        await ask(
          'joined',
          'select subject_id from joined where district_id = $1 and under_id in (select under_id from joined where district_id = $1 and subject_id = $2)',
        )
        await ask(
          'journeys',
          'select row from journey where district_id = $1 and (subjects && array[$2::uuid] or party_id = $2) order by id desc limit 50',
        )
        await ask(
          'orders',
          'select row from element_order where district_id = $1 and party_id = $2 order by id desc limit 50',
        )
        await ask(
          'matches',
          'select row from match where district_id = $1 and (need_id = $2 or offer_id = $2) order by id desc limit 50',
        )
        await ask(
          'ledger',
          `select id, name, about_kind, about_id, actor_kind, actor_name, actor_office, day, recorded_at, before, after from ledger
           where district_id = $1 and about_id = $2 and day <= $3::timestamptz::date and recorded_at <= $3::timestamptz
           order by day desc, recorded_at desc, id desc limit 21`,
          today,
        )
        return ask(
          'held',
          'select subject_id, kind, name from profile where district_id = $1 and holder_id = $2 order by kind, sort_key, subject_id limit 50',
        )
      },
    },
    create: {
      before: async (client, count) => {
        const { credit_code } = newEnterprise(count)
        await client.query({
          name: 'claim',
          text: `insert into idempotency (district_id, actor_id, key, name, fingerprint, answer, recorded_at)
            values ($1, 'driver', $2, 'registry.create', '', 'null', $3)`,
          values: [district, `driver-${series}-${count}`, new Date().toISOString()],
        })
        return client.query({
          name: 'twin',
          text: `select subject_id from profile where district_id = $1 and kind = 'enterprise' and identity = $2
            union all select subject_id from joined where district_id = $1 and kind = 'enterprise' and identity = $2`,
          values: [district, `0:${credit_code}`],
        })
      },
      after: async (client, count) => {
        await client.query({
          name: 'answer',
          text: `update idempotency set answer = '{}' where district_id = $1 and actor_id = 'driver' and key = $2`,
          values: [district, `driver-${series}-${count}`],
        })
        // For a day to come: nobody takes it up while the driver is measured.
        return client.query({
          name: 'message',
          text: `insert into queue.job_common (name, data, start_after) values ($1, $2, now() + interval '1 day')`,
          values: [`link-holders-${district}`, JSON.stringify({ district, message: { count } })],
        })
      },
    },
  }
}

/** Another series for every run, so that no key is taken twice. */
const series = randomUUID()

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
  const more = beside(district, ids)
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
      await more[name]?.before?.(client, count)
      const answer = await run[name](client, count)
      await more[name]?.after?.(client, count)
      await client.query('commit')
      return answer
    }),
    bare: each((name, client, count) => run[name](client, count)),
    close: () => pool.end(),
  }
}

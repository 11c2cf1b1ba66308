// What an import is held against: the same rows of the same tables, put there by the driver alone.
import pg from 'pg'
import { pgliteEngine } from '../../server/src/platform/db/pglite.ts'

/** One session: a statement with its values, and its rows as objects. */
export type Ask = (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>

export type Connection = { readonly ask: Ask; readonly close: () => Promise<void> }

export async function postgresConnection(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    ask: async (text, values) => (await client.query(text, values ?? [])).rows,
    close: () => client.end(),
  }
}

/** The data folder of a program that has ended. */
export async function pgliteConnection(folder: string): Promise<Connection> {
  const engine = await pgliteEngine({ folder })
  const session = await engine.acquire()
  return {
    ask: async (sql, values) => (await session.query(sql, values ?? [])).rows,
    close: async () => {
      session.release()
      await engine.close()
    },
  }
}

/** Rows of one transaction: as many as the import writes in one. */
const BATCH = 2_000
/** Between two values of a column and in place of a missing one: joined values cost the driver less than an array. */
const [BETWEEN, MISSING] = ['\u001e', '\u0015']

type Column = { readonly name: string; readonly type: string }

/** The rows of a table as texts by column, batch by batch in the order of their writing. */
async function batchesOf(
  ask: Ask,
  table: string,
  order: string,
  columns: readonly Column[],
): Promise<string[][]> {
  const batches: string[][] = []
  const texts = columns.map(({ name }) => `coalesce(${name}::text, '${MISSING}')`)
  for (let after = ''; ; ) {
    const found = await ask(
      `select ${order}::text as "@key", ${texts.map((text, at) => `${text} as c${at}`).join(', ')} from ${table}
       where $1 = '' or ${order} > nullif($1, '')::uuid order by ${order} limit ${BATCH}`,
      [after],
    )
    const last = found.at(-1)
    if (!last) return batches
    batches.push(columns.map((_, at) => found.map((row) => String(row[`c${at}`])).join(BETWEEN)))
    after = String(last['@key'])
  }
}

/**
 * Rows a second when the driver alone writes the statements and profiles of an import once more, into tables with the same columns and
 * indexes: two inserts and a commit for each batch. No row-level security, no ledger, nothing planned and nothing looked up.
 */
export async function floorOf({ ask }: Connection): Promise<number> {
  const tables = []
  for (const [name, order] of [
    ['statement', 'id'],
    ['profile', 'version'],
  ] as const) {
    const columns = (await ask(
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = '${name}'::regclass and attnum > 0 and not attisdropped order by attnum`,
    )) as Column[]
    const batches = await batchesOf(ask, name, order, columns)
    await ask(`create table floor_${name} (like ${name} including all)`)
    const cast = columns.map(({ type }, at) => `nullif(c${at}, '${MISSING}')::${type}`).join(', ')
    const from = columns.map((_, at) => `string_to_array($${at + 1}::text, '${BETWEEN}')`).join(', ')
    const insert = `insert into floor_${name} (${columns.map((column) => column.name).join(', ')}) select ${cast} from unnest(${from}) as made (${columns.map((_, at) => `c${at}`).join(', ')})`
    tables.push({ insert, batches })
  }
  const began = performance.now()
  const most = Math.max(...tables.map(({ batches }) => batches.length))
  for (let batch = 0; batch < most; batch++) {
    await ask('begin')
    for (const { insert, batches } of tables) if (batches[batch]) await ask(insert, batches[batch])
    await ask('commit')
  }
  const seconds = (performance.now() - began) / 1000
  const [counted] = await ask('select count(*)::integer as rows from floor_statement')
  return Number(counted?.rows) / seconds
}

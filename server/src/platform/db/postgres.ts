import pg from 'pg'
import { type Engine, PARSERS, type Rows, type Session } from './engine.ts'

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    PARSERS[oid] ?? pg.types.getTypeParser(oid, format),
}

function rowsOf(result: pg.QueryResult | pg.QueryResult[]): Rows {
  if (Array.isArray(result))
    return { rows: result.flatMap((one) => one.rows), affected: result.at(-1)?.rowCount ?? 0 }
  return { rows: result.rows, affected: result.rowCount ?? 0 }
}

/** A statement is prepared once it has come so often: a text that depends on how many values it carries comes once. */
const OFTEN = 3
/** Statements prepared in a session at most; the server keeps each with its plan, some tens of kilobytes. */
const MOST = 200
/** A plan serves every value where rows are found by equality. What a pattern, a range or a list of tokens finds depends on the value. */
const dependsOnValues = (text: string) =>
  /^\s*(select|with)\b/i.test(text) && /\blike\b|~|@>|&&|<|>/i.test(text)
/** What a prepared statement fails with where sessions are swapped behind our back, or the tables have changed since. */
const FORGOTTEN: readonly string[] = ['26000', '42P05', '0A000']

/** Gives statements that come again and again a name to be prepared under. */
function preparing(): { nameOf(text: string): string | undefined; stop(): void } {
  const names = new Map<string, string>()
  let seen = new Map<string, number>()
  let stopped = false
  return {
    nameOf(text) {
      if (stopped) return undefined
      const known = names.get(text)
      if (known !== undefined || names.size >= MOST) return known
      const times = (seen.get(text) ?? 0) + 1
      if (seen.size >= 10 * MOST) seen = new Map()
      seen.set(text, times)
      if (times !== OFTEN || dependsOnValues(text)) return undefined
      const name = `q${names.size}`
      names.set(text, name)
      return name
    },
    stop() {
      stopped = true
    },
  }
}

/**
 * PostgreSQL 15 or newer by its address. The session option is for Citus, which would otherwise not carry SET LOCAL to its shards;
 * elsewhere it is an unknown name and does nothing. Statements are sent without waiting for the answer to the one before, and those that
 * come often are prepared, unless a pooler stands between: its transactions take place in changing sessions.
 */
export function postgresEngine(options: { url: string; sessions?: number }): Engine {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.sessions ?? 16,
    options: '-c citus.propagate_set_commands=local',
    types,
    keepAlive: true,
    pipeline: true,
    application_name: 'qiongding',
  })
  // A session that breaks while idle is replaced by the pool; without a listener Node would end the process.
  pool.on('error', () => {})
  const prepared = preparing()
  const direct = new WeakMap<pg.PoolClient, boolean>()
  /** Whether the session is the server's own: a pooler tells clients another process number than that of the session behind it. */
  async function lookBehind(client: pg.PoolClient): Promise<void> {
    direct.set(client, false)
    const found = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    direct.set(client, found.rows[0]?.pid === (client as unknown as { processID: number }).processID)
  }
  return {
    tier: 'postgres',
    async acquire(): Promise<Session> {
      const client = await pool.connect()
      if (!direct.has(client)) await lookBehind(client)
      return {
        async query(text, parameters) {
          const name = direct.get(client) ? prepared.nameOf(text) : undefined
          try {
            return rowsOf(
              await client.query({ ...(name && { name }), text, values: parameters as unknown[] }),
            )
          } catch (error) {
            if (name && FORGOTTEN.includes(String((error as { code?: unknown }).code))) prepared.stop()
            throw error
          }
        },
        script: async (sql) => rowsOf(await client.query(sql)),
        release: (broken) => client.release(broken),
      }
    },
    close: () => pool.end(),
  }
}

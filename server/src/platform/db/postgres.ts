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

/**
 * PostgreSQL 15 or newer by its address. The session option is for Citus, which would otherwise not carry SET LOCAL to its shards;
 * elsewhere it is an unknown name and does nothing.
 */
export function postgresEngine(options: { url: string; sessions?: number }): Engine {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.sessions ?? 16,
    options: '-c citus.propagate_set_commands=local',
    types,
    keepAlive: true,
    application_name: 'qiongding',
  })
  // A session that breaks while idle is replaced by the pool; without a listener Node would end the process.
  pool.on('error', () => {})
  return {
    tier: 'postgres',
    async acquire(): Promise<Session> {
      const client = await pool.connect()
      return {
        query: async (sql, parameters) => rowsOf(await client.query(sql, parameters as unknown[])),
        script: async (sql) => rowsOf(await client.query(sql)),
        release: (broken) => client.release(broken),
      }
    },
    close: () => pool.end(),
  }
}

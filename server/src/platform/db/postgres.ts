import pg from 'pg'
import { type Engine, PARSERS, type Rows, type Session } from './engine.ts'
import { Flight, type Prepared, prepareValue, type Sent } from './flight.ts'

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
  // The arrows `->` and `#>` take a value out of JSON and compare nothing.
  /^\s*(select|with)\b/i.test(text) && /\blike\b|~|@>|\btokens &&|<(?!>)|(?<![-#><])>/i.test(text)
/** What a prepared statement fails with where sessions are swapped behind our back. */
const FORGOTTEN = '26000'

type Names = { nameOf(text: string, planned: boolean): string | undefined; stop(): void }
const NONE: Names = { nameOf: () => undefined, stop: () => {} }

/** Gives statements that come again and again a name to be prepared under. */
function preparing(): Names {
  const names = new Map<string, { readonly name: string; readonly depends: boolean }>()
  let seen = new Map<string, number>()
  let stopped = false
  return {
    nameOf(text, planned) {
      if (stopped) return undefined
      const known = names.get(text)
      if (known) return known.depends && !planned ? undefined : known.name
      if (names.size >= MOST) return undefined
      const times = (seen.get(text) ?? 0) + 1
      if (seen.size >= 10 * MOST) seen = new Map()
      seen.set(text, times)
      if (times < OFTEN) return undefined
      const depends = dependsOnValues(text)
      if (depends && !planned) return undefined
      const name = `q${names.size}`
      names.set(text, { name, depends })
      return name
    },
    stop() {
      stopped = true
    },
  }
}

/** How long the end of a transaction that only read waits for something to travel with, in milliseconds. */
const LEFT_MS = 5

/** A session of the server, whoever uses it at the time. */
class Link {
  readonly prepared: Prepared = new Map()
  readonly #client: pg.PoolClient
  readonly #names: Names
  /** Statements of the running transaction that leave at the end of the moment. */
  #waiting: Sent[] = []
  #open = false
  #left = false
  /** A statement of the running transaction has failed: how those after it fail says nothing. */
  #failed = false
  /** A plan serves whatever values the statements of the running transaction carry. */
  #planned = false

  constructor(client: pg.PoolClient, names: Names) {
    this.#client = client
    this.#names = names
  }

  query(text: string, values: readonly unknown[]): Promise<Rows> {
    if (!this.#open) this.finish()
    const answer = this.#add(text, values)
    if (!this.#open) this.#send()
    return answer
  }

  async script(text: string): Promise<Rows> {
    this.finish()
    this.#send()
    return rowsOf(await this.#client.query(text))
  }

  begin(opening: readonly string[], planned?: 'once'): Promise<unknown> {
    this.#planned = planned === 'once'
    const sent = (this.#left ? ['commit', ...opening] : opening).map((text) => this.#add(text, []))
    this.#left = false
    this.#open = true
    this.#failed = false
    return Promise.all(sent)
  }

  end(how: 'commit' | 'rollback' | 'left'): Promise<unknown> {
    const ended = how === 'left' ? Promise.resolve() : this.#add(how, [])
    this.#open = false
    this.#planned = false
    this.#left = how === 'left'
    this.#send()
    return ended
  }

  /** Ends a transaction that was left, where nothing has carried its end along. */
  finish(): void {
    if (!this.#left) return
    this.#left = false
    this.#add('commit', []).catch(() => {})
    this.#send()
  }

  #add(text: string, values: readonly unknown[]): Promise<Rows> {
    // The statements of one moment are those asked for before anything else is attended to.
    if (this.#waiting.length === 0) process.nextTick(() => this.#send())
    return new Promise((resolve, reject) => {
      const failed = (error: unknown) => {
        if (!this.#failed && (error as { code?: unknown } | undefined)?.code === FORGOTTEN) this.#names.stop()
        this.#failed = this.#open
        reject(error)
      }
      const prepared = values.map((value) => prepareValue(value))
      this.#waiting.push({
        text,
        values: prepared,
        name: this.#names.nameOf(text, this.#planned),
        resolve,
        reject: failed,
      })
    })
  }

  #send(): void {
    const sent = this.#waiting
    if (sent.length === 0) return
    this.#waiting = []
    // A driver that does not take it any more says so by the flight's own `handleError`.
    this.#client.query(new Flight(sent, this.prepared, types.getTypeParser))
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
  const links = new WeakMap<pg.PoolClient, Promise<Link>>()
  /** Whether the session is the server's own: a pooler tells clients another process number than that of the session behind it. */
  async function link(client: pg.PoolClient): Promise<Link> {
    const found = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const direct = found.rows[0]?.pid === (client as unknown as { processID: number }).processID
    return new Link(client, direct ? prepared : NONE)
  }
  const left = new Set<Link>()
  let soon: NodeJS.Timeout | undefined
  function finishSoon(one: Link): void {
    left.add(one)
    if (soon !== undefined) return
    soon = setTimeout(() => {
      soon = undefined
      for (const each of left) each.finish()
      left.clear()
    }, LEFT_MS).unref()
  }
  return {
    tier: 'postgres',
    async acquire(): Promise<Session> {
      const client = await pool.connect()
      let own: Link
      try {
        const known = links.get(client) ?? link(client)
        links.set(client, known)
        own = await known
      } catch (error) {
        client.release(true)
        throw error
      }
      left.delete(own)
      return {
        query: (text, parameters) => own.query(text, parameters),
        script: (sql) => own.script(sql),
        begin: (opening, planned) => own.begin(opening, planned),
        end: (how) => {
          if (how === 'left') finishSoon(own)
          return own.end(how)
        },
        release: (broken) => client.release(broken),
      }
    },
    close: () => pool.end(),
  }
}

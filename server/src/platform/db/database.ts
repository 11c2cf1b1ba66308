import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely'
import type { Engine, Rows, Session } from './engine.ts'

/** The role that does the work: not the owner, no superuser, no BYPASSRLS, no UPDATE or DELETE on statements and ledger. */
export const APP_ROLE = 'qiongding_app'

declare const write: unique symbol
/** A read-only handle on one district. Every query also says `where district_id = handle.district`. */
export type ReadDb = { readonly district: number; readonly query: Kysely<never> }
/** The handle of a running verb; exists nowhere else. */
export type WriteTx = ReadDb & { readonly [write]: true }

/** The same handle, seen as the tables a capability owns. The cast is safe: each capability's table types describe its own migrations. */
export function tablesOf<Tables>(handle: ReadDb): Kysely<Tables> {
  return handle.query as unknown as Kysely<Tables>
}

/**
 * A few statements of a running verb as the owner, for the sign-in tables, which the working role may not so much as look at: so that a
 * membership and its sign-in are written together or not at all. Row-level security does not hold the owner; no tenant table is touched here.
 */
export async function asOwner<T>(tx: WriteTx, work: (query: Kysely<never>) => Promise<T>): Promise<T> {
  await sql`set local role none`.execute(tx.query)
  const back = () => sql`set local role ${sql.raw(APP_ROLE)}`.execute(tx.query)
  let answer: T
  try {
    answer = await work(tx.query)
  } catch (error) {
    // After a failed statement the transaction takes no other, and ends with it.
    await back().catch(() => {})
    throw error
  }
  await back()
  return answer
}

class SessionConnection<S extends Pick<Session, 'query'>> implements DatabaseConnection {
  readonly session: S
  constructor(session: S) {
    this.session = session
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = await this.session.query(query.sql, query.parameters)
    return { rows: rows as R[], numAffectedRows: BigInt(affected) }
  }
  // biome-ignore lint/correctness/useYield: Kysely asks for the method; nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not offered: read in pages')
  }
}

/** The session behind a connection that the driver below has given out. */
const sessionOf = (connection: DatabaseConnection) => (connection as SessionConnection<Session>).session

class EngineDriver implements Driver {
  readonly engine: Engine
  constructor(engine: Engine) {
    this.engine = engine
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return new SessionConnection(await this.engine.acquire())
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await sessionOf(connection).script('begin')
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await sessionOf(connection).script('commit')
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await sessionOf(connection).script('rollback')
  }
  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    sessionOf(connection).release()
  }
  async destroy(): Promise<void> {}
}

const dialect: Omit<Dialect, 'createDriver'> = {
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

/** A session as one transaction may use it: whoever still holds it afterwards must not write into that of the next one. */
class OwnSession implements Pick<Session, 'query'> {
  readonly #session: Session
  #ended = false
  /** What failed first. Whatever came after it only says that something had failed before. */
  failure: { readonly error: unknown } | undefined
  constructor(session: Session) {
    this.#session = session
  }
  async query(text: string, parameters: readonly unknown[]) {
    if (this.#ended) throw new Error('the transaction has ended')
    try {
      return await this.#session.query(text, parameters)
    } catch (error) {
      this.failure ??= { error }
      throw error
    }
  }
  ended(): void {
    this.#ended = true
  }
}

const sessions = new WeakMap<ReadDb, Pick<Session, 'query'>>()

/** A handle on the statements of one transaction. The cast is the only one: nobody else makes a `WriteTx`. */
function handleOn(district: number, session: Pick<Session, 'query'>): WriteTx {
  const query = new Kysely<never>({ dialect: boundDialect(session) })
  const handle = { district, query } as unknown as WriteTx
  sessions.set(handle, session)
  return handle
}

/**
 * A handle on the same transaction whose statements are sent at once and answered only when something else has gone well; where that fails
 * they fail as it did.
 */
export function answeredAfter(tx: WriteTx, gate: Promise<unknown>): WriteTx {
  const session = sessions.get(tx)
  if (!session) throw new Error('not the handle of a running transaction')
  // Whoever asks nothing of the handle need not hear of it.
  gate.catch(() => {})
  return handleOn(tx.district, {
    query: async (text, parameters) => {
      const asked = session.query(text, parameters)
      asked.catch(() => {})
      await gate
      return asked
    },
  })
}

/** A constant statement of our own by its text and values: what every write asks is not put together anew for each. */
export function ask(handle: ReadDb, text: string, values: readonly unknown[]): Promise<Rows> {
  const session = sessions.get(handle)
  if (!session) throw new Error('not the handle of a running transaction')
  return session.query(text, values)
}

/** A dialect whose only session is the one given, which somebody else begins, commits and releases. */
function boundDialect(session: Pick<Session, 'query'>): Dialect {
  const connection = new SessionConnection(session)
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => {
      throw new Error('the transaction is already open')
    },
    commitTransaction: async () => {},
    rollbackTransaction: async () => {},
    releaseConnection: async () => {},
    destroy: async () => {},
  }
  return { ...dialect, createDriver: () => driver }
}

/**
 * `planned` is for work that finds every row by its keys: PostgreSQL then plans a prepared statement once in a session instead of weighing
 * the values each time, which takes longer than running it. What a pattern or a range finds depends on the values: leave it out there.
 */
type Planned = { readonly planned?: 'once' }
/** `snapshot` lets all reads of a long transaction see one state of the database. */
type WriteOptions = Planned & { readonly snapshot?: boolean }

export type Database = {
  readonly engine: Engine
  /** As the owner, for local tables (sign-in, queue, migrations) only. */
  readonly local: Kysely<never>
  /** Runs in one transaction that sees one district, as the working role; rolls back when `work` throws. */
  withDistrict<T>(district: number, work: (tx: WriteTx) => Promise<T>, options?: WriteOptions): Promise<T>
  /** The same, read only: the database refuses any write, and all reads of one answer see one snapshot. */
  readDistrict<T>(district: number, work: (read: ReadDb) => Promise<T>, options?: Planned): Promise<T>
  close(): Promise<void>
}

/** The constant prologue of every transaction, built from digits only. SET LOCAL dies with the transaction, so pooled sessions stay clean. */
function prologue(district: number, mode: string, { planned }: Planned = {}): readonly string[] {
  if (!Number.isSafeInteger(district) || district < 1)
    throw new RangeError(`not a district number: ${district}`)
  const opening = [`begin${mode}`, `set local role ${APP_ROLE}`, `set local app.district = '${district}'`]
  return planned === undefined ? opening : [...opening, `set local plan_cache_mode = force_generic_plan`]
}

/** Whether a statement failed only because another of its transaction had. */
const wasAborted = (error: unknown) => (error as { code?: unknown } | undefined)?.code === '25P02'

export function openDatabase(engine: Engine): Database {
  const local = new Kysely<never>({ dialect: { ...dialect, createDriver: () => new EngineDriver(engine) } })
  async function run<T>(
    district: number,
    /** How it begins, and how it ends when all went well: what only read has nothing that could still fail. */
    { mode, ending, ...options }: Planned & { mode: string; ending: 'commit' | 'left' },
    work: (tx: WriteTx) => Promise<T>,
  ): Promise<T> {
    const opening = prologue(district, mode, options)
    const session = await engine.acquire()
    const own = new OwnSession(session)
    // Not waited for: the first statement travels with it, and the database refuses every statement of a transaction that did not open.
    const opened = session.begin(opening, options.planned)
    opened.catch(() => {})
    try {
      const answer = await work(handleOn(district, own))
      await opened
      own.ended()
      const ended = session.end(ending)
      if (ending === 'commit') await ended
      ended.then(
        () => session.release(),
        () => session.release(true),
      )
      return answer
    } catch (error) {
      own.ended()
      const cause = await opened.then(
        () => (wasAborted(error) && own.failure ? own.failure.error : error),
        (failure) => failure,
      )
      await session.end('rollback').then(
        () => session.release(),
        () => session.release(true),
      )
      throw cause
    }
  }
  return {
    engine,
    local,
    withDistrict: (district, work, options) =>
      run(
        district,
        { ...options, mode: options?.snapshot ? ' isolation level repeatable read' : '', ending: 'commit' },
        work,
      ),
    readDistrict: (district, work, options) =>
      run(district, { ...options, mode: ' isolation level repeatable read read only', ending: 'left' }, work),
    close: () => engine.close(),
  }
}

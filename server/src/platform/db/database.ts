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
import type { Engine, Session } from './engine.ts'

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

class SessionConnection implements DatabaseConnection {
  readonly session: Session
  constructor(session: Session) {
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
    await (connection as SessionConnection).session.script('begin')
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SessionConnection).session.script('commit')
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SessionConnection).session.script('rollback')
  }
  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    ;(connection as SessionConnection).session.release()
  }
  async destroy(): Promise<void> {}
}

function dialectOf(engine: Engine): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new EngineDriver(engine),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** A session as one transaction may use it: whoever still holds it afterwards must not write into that of the next one. */
function ownSession(session: Session): Session & { end(): void } {
  let ended = false
  const within = <T>(act: () => Promise<T>) =>
    ended ? Promise.reject(new Error('the transaction has ended')) : act()
  return {
    query: (sql, parameters) => within(() => session.query(sql, parameters)),
    script: (sql) => within(() => session.script(sql)),
    release: () => {},
    end: () => {
      ended = true
    },
  }
}

/** A dialect whose only session is the one given, which somebody else begins, commits and releases. */
function boundDialect(session: Session): Dialect {
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
  return {
    ...dialectOf({ tier: 'postgres', acquire: async () => session, close: async () => {} }),
    createDriver: () => driver,
  }
}

export type Database = {
  readonly engine: Engine
  /** As the owner, for local tables (sign-in, queue, migrations) only. */
  readonly local: Kysely<never>
  /** Runs in one transaction that sees one district, as the working role; rolls back when `work` throws. */
  withDistrict<T>(
    district: number,
    work: (tx: WriteTx) => Promise<T>,
    /** `snapshot` lets all reads of a long transaction see one state of the database. */
    options?: { readonly snapshot?: boolean },
  ): Promise<T>
  /** The same, read only: the database refuses any write, and all reads of one answer see one snapshot. */
  readDistrict<T>(district: number, work: (read: ReadDb) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The constant prologue of every transaction, built from digits only. SET LOCAL dies with the transaction, so pooled sessions stay clean. */
function prologue(district: number, mode: string): string {
  if (!Number.isSafeInteger(district) || district < 1)
    throw new RangeError(`not a district number: ${district}`)
  return `begin${mode}; set local role ${APP_ROLE}; set local app.district = '${district}'`
}

export function openDatabase(engine: Engine): Database {
  const local = new Kysely<never>({ dialect: dialectOf(engine) })
  /** Whether the end of a transaction is waited for: one that only read has nothing that could still fail. */
  type Ending = 'awaited' | 'behind'
  async function run<T>(
    district: number,
    { mode, ending }: { mode: string; ending: Ending },
    work: (tx: WriteTx) => Promise<T>,
  ): Promise<T> {
    const opening = prologue(district, mode)
    const session = await engine.acquire()
    const own = ownSession(session)
    // Not waited for: the first statement travels with it, and the database refuses every statement of a transaction that did not open.
    const opened = session.script(opening)
    opened.catch(() => {})
    try {
      const query = new Kysely<never>({ dialect: boundDialect(own) })
      const answer = await work({ district, query } as unknown as WriteTx)
      await opened
      own.end()
      const ended = session.script('commit')
      if (ending === 'awaited') await ended
      ended.then(
        () => session.release(),
        () => session.release(true),
      )
      return answer
    } catch (error) {
      own.end()
      const cause = await opened.then(
        () => error,
        (failure) => failure,
      )
      await session.script('rollback').then(
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
        { mode: options?.snapshot ? ' isolation level repeatable read' : '', ending: 'awaited' },
        work,
      ),
    readDistrict: (district, work) =>
      run(district, { mode: ' isolation level repeatable read read only', ending: 'behind' }, work),
    close: () => engine.close(),
  }
}

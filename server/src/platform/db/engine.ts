/** Rows of one statement, as plain objects: dates as `YYYY-MM-DD`, timestamps as ISO text, bigints and numerics as numbers. */
export type Rows = { readonly rows: Record<string, unknown>[]; readonly affected: number }

/** One database session, held until released. */
export type Session = {
  query(sql: string, parameters: readonly unknown[]): Promise<Rows>
  /** Several statements in one message, no parameters; only for constants of our own. Answers the rows of all of them. */
  script(sql: string): Promise<Rows>
  /**
   * Begins a transaction by constant statements of our own. Until it ends the statements of one moment travel together: they are answered
   * each for itself, and none is run after one that failed. `planned` says that a plan serves whatever values a statement carries.
   */
  begin(opening: readonly string[], planned?: 'once'): Promise<unknown>
  /** Ends it. Nobody waits for one that only read to be `left`: its end travels with what the session is used for next, or soon. */
  end(how: 'commit' | 'rollback' | 'left'): Promise<unknown>
  /** `broken` closes the session instead of handing it to the next one. */
  release(broken?: boolean): void
}

/** Where statements go: PGlite in a thread or PostgreSQL. */
export type Engine = {
  readonly tier: 'pglite' | 'postgres'
  acquire(): Promise<Session>
  close(): Promise<void>
}

const iso = (text: string) =>
  new Date(
    text.includes('T') ? text : `${text.replace(' ', 'T')}${/[+-]\d\d$/.test(text) ? ':00' : ''}`,
  ).toISOString()

/** How both drivers read the types that JavaScript would otherwise bend (a date is no instant, a bigint no text), by type oid. */
export const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  20: Number, // int8
  1082: (text) => text, // date
  1184: iso, // timestamptz
  1700: Number, // numeric
}

import pg from 'pg'
import type { Rows } from './engine.ts'

/** A statement of a transaction: sent, and not yet answered. */
export type Sent = {
  readonly text: string
  /** As the server takes them: nothing can fail any more once a flight is being written. */
  readonly values: readonly unknown[]
  /** The name it is prepared under in this session; without one it is parsed each time. */
  readonly name: string | undefined
  readonly resolve: (rows: Rows) => void
  readonly reject: (error: unknown) => void
}

type Parser = (text: string) => unknown
/** How the rows of a statement are read: the names of its columns and a reader for each. */
type Reading = { readonly names: readonly string[]; readonly parsers: readonly Parser[] }

/** Statements prepared in a session, and how their rows are read once that is known. */
export type Prepared = Map<string, Reading | undefined>

/** What the driver's types leave out: the value of a parameter as the server takes it. Throws for what has no such form. */
export const prepareValue = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils
  .prepareValue

type Field = { readonly name: string; readonly dataTypeID: number }
type Wire = {
  readonly stream: { cork(): void; uncork(): void }
  close(statement: { type: 'S'; name: string }): void
  parse(statement: { text: string; name: string | undefined }): void
  bind(statement: { statement: string | undefined; values: readonly unknown[] }): void
  describe(portal: { type: 'P'; name: '' }): void
  execute(): void
  sync(): void
}

/** A statement after one that failed in the same transaction: it was not run. PostgreSQL says the same of those that reach it later. */
class NotRun extends Error {
  readonly code = '25P02'
}

const NOTHING: Reading = { names: [], parsers: [] }

/**
 * Statements of one transaction that travel together: sent in one piece, answered in one piece, and none is run after one that failed. The
 * driver waits for the server after every statement; each such wait is a message more in either direction, and a wake of both processes.
 */
export class Flight extends pg.Query {
  // The driver calls back when the answer is complete; each statement has been told by then.
  callback = () => {}
  override submit: (connection: pg.Connection) => void
  readonly #sent: readonly Sent[]
  readonly #prepared: Prepared
  readonly #parserOf: (type: number) => Parser
  #at = 0
  #reading: Reading | undefined
  #rows: Record<string, unknown>[] = []
  #unreadable: { readonly error: unknown } | undefined

  constructor(sent: readonly Sent[], prepared: Prepared, parserOf: (type: number) => Parser) {
    super('')
    this.#sent = sent
    this.#prepared = prepared
    this.#parserOf = parserOf
    // The cast is safe: the driver's types know fewer arguments of these methods than there are.
    this.submit = (connection) => this.#send(connection as unknown as Wire)
    this.#expect()
  }

  #send(wire: Wire): void {
    wire.stream.cork()
    try {
      for (const { text, values, name } of this.#sent) {
        if (name === undefined || !this.#prepared.has(name)) {
          // Whether it was prepared before it failed is not known; closing what is not there is no error.
          if (name !== undefined) wire.close({ type: 'S', name })
          wire.parse({ text, name })
        }
        wire.bind({ statement: name, values })
        if (name === undefined || !this.#prepared.get(name)) wire.describe({ type: 'P', name: '' })
        wire.execute()
        if (name !== undefined && !this.#prepared.has(name)) this.#prepared.set(name, undefined)
      }
    } finally {
      wire.sync()
      wire.stream.uncork()
    }
  }

  #expect(): void {
    const name = this.#sent[this.#at]?.name
    this.#reading = name === undefined ? undefined : this.#prepared.get(name)
    this.#rows = []
    this.#unreadable = undefined
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    this.#reading = {
      names: fields.map((field) => field.name),
      parsers: fields.map((field) => this.#parserOf(field.dataTypeID)),
    }
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const { names, parsers } = this.#reading ?? NOTHING
    const row: Record<string, unknown> = {}
    try {
      for (let at = 0; at < names.length; at++) {
        const text = fields[at] as string | null
        row[names[at] as string] = text === null ? null : (parsers[at] as Parser)(text)
      }
    } catch (error) {
      this.#unreadable ??= { error }
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { text: string }): void {
    const sent = this.#sent[this.#at] as Sent
    if (sent.name !== undefined) this.#prepared.set(sent.name, this.#reading ?? NOTHING)
    if (this.#unreadable) sent.reject(this.#unreadable.error)
    else sent.resolve({ rows: this.#rows, affected: Number(/\d+$/.exec(text)?.[0] ?? 0) })
    this.#at++
    this.#expect()
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  /** The statement under way failed, or the session broke: those after it were not run, and what they were to prepare may not be. */
  handleError(error: unknown): void {
    const [failed, ...others] = this.#sent.slice(this.#at)
    this.#at = this.#sent.length
    // Where the tables have changed since, the statement is prepared anew.
    if (failed?.name !== undefined) this.#prepared.delete(failed.name)
    for (const { name } of others)
      if (name !== undefined && this.#prepared.get(name) === undefined) this.#prepared.delete(name)
    failed?.reject(error)
    for (const other of others) other.reject(new NotRun('a statement before it failed', { cause: error }))
  }

  handleReadyForQuery(): void {}
}

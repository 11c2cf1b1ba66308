import type { Endpoint } from '@qiongding/server/platform/http/contract'
import type { z } from 'zod'
import { ProblemError, problemFrom } from './problem.ts'

/** What the browser keeps of a contract entry; the schemas are types only and never reach it. */
type Entry = Pick<Endpoint, 'name' | 'method' | 'path' | 'output'> & Partial<Endpoint>

type InputOf<E, Key extends string> = E extends { readonly [K in Key]: infer S extends z.ZodType }
  ? { readonly [K in Key]: Loose<z.input<S>> }
  : unknown

/** Branded days travel as plain text from forms and addresses. */
type Loose<T> = T extends string & { readonly __day: symbol }
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Loose<Item>[]
      : T extends object
        ? { readonly [K in keyof T]: Loose<T[K]> | (undefined extends T[K] ? undefined : never) }
        : T

type OptionalQuery<T> = T extends { readonly query: infer Q }
  ? Omit<T, 'query'> & { readonly query?: Partial<Q> }
  : T

export type CallOptions<E extends Entry> = OptionalQuery<InputOf<E, 'query'>> &
  InputOf<E, 'params'> &
  InputOf<E, 'body'> & {
    /** The version last read, for writes that must not overwrite somebody else's. */
    readonly ifMatch?: string
    /** Repeat the same key to repeat the same write; one is made when absent. */
    readonly idempotencyKey?: string
    readonly file?: File
    readonly signal?: AbortSignal
  }

export type OutputOf<E extends Entry> = z.output<E['output']>

type Plain = {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly ifMatch?: string
  readonly idempotencyKey?: string
  readonly file?: File
  readonly signal?: AbortSignal
}

/** A random key; `crypto.randomUUID` is missing on plain-http intranets, `getRandomValues` is not. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/** The address of an entry with its parameters and query. */
export function addressOf(entry: { readonly path: string }, options: Plain = {}): string {
  const path = entry.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = options.params?.[name]
    if (value === undefined) throw new TypeError(`missing parameter ${name} of ${entry.path}`)
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(options.query ?? {}))
    if (value !== undefined && value !== '') query.set(key, String(value))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    const at = new Date().toISOString()
    throw new ProblemError({ kind: 'offline', code: 'offline', status: 0, facts: {}, at })
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text()
  let parsed: unknown
  try {
    parsed = text === '' ? undefined : JSON.parse(text)
  } catch {
    parsed = undefined
  }
  if (response.ok) return parsed
  const details = typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
  throw new ProblemError(problemFrom(response.status, details))
}

/** Calls one entry of a contract. Throws a `ProblemError` for refusals, faults and lost lines. */
export async function call<E extends Entry>(entry: E, ...rest: ArgumentsOf<E>): Promise<OutputOf<E>> {
  const options = (rest[0] ?? {}) as Plain
  const headers: Record<string, string> = { accept: 'application/json' }
  let body: BodyInit | undefined
  if (options.file) {
    const form = new FormData()
    form.set('file', options.file)
    body = form
  } else if (options.body !== undefined) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  if (entry.method === 'POST') headers['idempotency-key'] = options.idempotencyKey ?? randomKey()
  if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch.replaceAll('"', '')}"`
  const response = await send(addressOf(entry, options), {
    method: entry.method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  return (await answerOf(response)) as OutputOf<E>
}

type ArgumentsOf<E extends Entry> = E extends { readonly params: z.ZodType } | { readonly body: z.ZodType }
  ? [options: CallOptions<E>]
  : [options?: CallOptions<E>]

/** Posts to one of the identity library's own routes, which stand outside the contracts. */
export async function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    credentials: 'same-origin',
    body: JSON.stringify(body),
  })
  return answerOf(response)
}

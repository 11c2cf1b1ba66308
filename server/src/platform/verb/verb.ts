import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { mayEnter, NOBODY } from '../abilities.ts'
import { answeredAfter, ask, tablesOf, type WriteTx } from '../db/database.ts'
import type { Endpoint } from '../http/contract.ts'
import { newId } from '../ids.ts'
import { type ObjectKind, project } from '../ledger/objects.ts'
import type { LedgerTables } from '../ledger/tables.ts'
import { refuse } from '../refusals.ts'
import { type Context, type District, wasTested } from './context.ts'

type Part<E, K extends string> =
  E extends Readonly<Record<K, infer S extends z.ZodType>> ? z.output<S> : unknown
type RawPart<E, K extends string> =
  E extends Readonly<Record<K, infer S extends z.ZodType>> ? z.input<S> : unknown
/** The input of an operation: path, query and body in one object. */
export type InputOf<E extends Endpoint> = Part<E, 'params'> & Part<E, 'query'> & Part<E, 'body'>
/** The same before parsing: defaults may be left out. */
export type RawInputOf<E extends Endpoint> = RawPart<E, 'params'> & RawPart<E, 'query'> & RawPart<E, 'body'>
export type OutputOf<E extends Endpoint> = z.output<E['output']>

/** Something that happened. With `object`, `after` is the whole record as it is now, and its table follows. */
export type Happened = {
  readonly name: string
  readonly about: { readonly kind: string; readonly id: string }
  readonly day: string
  readonly before?: unknown
  readonly after?: unknown
  readonly object?: ObjectKind<{ id: string }>
  /** Given where the event must not happen twice (a batch of an import); otherwise a new one. */
  readonly id?: string
}

/** An event of a recorded object: its table follows `after`. */
export function happened<Row extends { readonly id: string }>(
  object: ObjectKind<Row>,
  event: { name: string; day: string; before?: Row; after: Row },
): Happened {
  return {
    ...event,
    about: { kind: object.kind, id: event.after.id },
    object: object as unknown as ObjectKind<{ id: string }>,
  }
}

/** What a verb ends with: its result and what happened, of which there is at least one thing. */
export type Done<R> = {
  readonly result: R
  readonly happened: readonly [Happened, ...Happened[]]
  /** Writes still under way, sent and not yet answered. What is said of them travels with them, and nothing is kept unless all arrive. */
  readonly writing?: Promise<unknown>
}
export function done<R>(result: R, ...events: readonly [Happened, ...Happened[]]): Done<R> {
  return { result, happened: events }
}

export type Verb<E extends Endpoint, R> = ((ctx: Context, input: RawInputOf<E>) => Promise<R>) & {
  readonly endpoint: E
}

const inputParts = ['params', 'query', 'body'] as const

/** Parses the input of an operation, refusing with the places that do not fit. */
export function parseInput<E extends Endpoint>(endpoint: E, input: unknown): InputOf<E> {
  const parsed: Record<string, unknown> = {}
  for (const part of inputParts) {
    const schema = endpoint[part]
    if (!schema) continue
    const result = schema.safeParse(input)
    if (!result.success) {
      throw refuse('bad-input', {
        issues: result.error.issues.map((issue) => ({
          path: issue.path.join('.'),
          code: issue.code,
          message: issue.message,
        })),
      })
    }
    Object.assign(parsed, result.data)
  }
  return parsed as InputOf<E>
}

/** Appends to the ledger, lets the object tables follow, and queues whoever listens: all in the verb's transaction. */
export async function record(tx: WriteTx, ctx: Context, events: readonly Happened[]): Promise<void> {
  const { actor } = ctx
  const recordedAt = ctx.clock.now().toISOString()
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  // All at once: none of it needs an answer to the other, and in a transaction they are run in the order in which they are asked.
  const written: Promise<unknown>[] = []
  for (const event of events) {
    written.push(
      ask(
        tx,
        `insert into ledger (district_id, id, name, about_kind, about_id, actor_kind, actor_id, actor_name, actor_office, day, recorded_at, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::jsonb, $13::text::jsonb)`,
        [
          tx.district,
          event.id ?? newId(),
          event.name,
          event.about.kind,
          event.about.id,
          actor.kind,
          actor.id,
          actor.name,
          actor.kind === 'person' ? (actor.office ?? null) : null,
          event.day,
          recordedAt,
          json(event.before),
          json(event.after),
        ],
      ),
    )
    if (event.object) written.push(project(tx, event.object, event.after as { id: string }))
    for (const reaction of ctx.district.listeners.get(event.name) ?? []) {
      const message = { event: event.name, about: event.about, day: event.day }
      if (reaction.concerns?.(ctx, message) === false) continue
      written.push(ctx.district.queue.send(tx, reaction.name, message))
    }
  }
  await allOf(written)
}

/** Waits for all, and fails as the first of them did: those after it only say that one before them had failed. */
export async function allOf(writing: readonly Promise<unknown>[]): Promise<void> {
  for (const one of await Promise.allSettled(writing)) if (one.status === 'rejected') throw one.reason
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
/**
 * What a keyed write said, to know it again. Under the server's key: what was said may be a password or a person's number, which whoever
 * holds the database alone must not find by guessing. Bytes go in by their own digest: as JSON a large file would be longer than a string may be.
 */
const fingerprintOf = ({ district }: Context, said: unknown) =>
  district.keys.digest(
    'write',
    JSON.stringify(said, (_, value) => (value instanceof Uint8Array ? sha256(value) : value)) ?? '',
  )

/** How long the answer to a keyed write is kept, in hours. A client that asks again later has long been told; what is kept may name persons. */
const KEPT_HOURS = 24

/** When the kept answers of a district were last looked through. */
const lookedThrough = new WeakMap<District, number>()
const LOOK_MINUTES = 1

/** Deletes kept answers that are to be forgotten, of everybody: what they name must not stay because its asker came no more. */
async function forgetAnswers(tx: WriteTx, ctx: Context, before: string): Promise<void> {
  const now = ctx.clock.now().getTime()
  if (Math.abs(now - (lookedThrough.get(ctx.district) ?? 0)) < LOOK_MINUTES * 60_000) return
  lookedThrough.set(ctx.district, now)
  await tablesOf<LedgerTables>(tx)
    .deleteFrom('idempotency')
    .where('district_id', '=', tx.district)
    .where('recorded_at', '<', before)
    .execute()
}

/** Ends a write that was asked for before, with the answer it got then. */
class Repeated extends Error {
  readonly answer: unknown
  constructor(answer: unknown) {
    super('asked before')
    this.answer = answer
  }
}

type Claim = { readonly endpoint: Endpoint; readonly key: string; readonly input: unknown }

/** Takes an Idempotency-Key for this write; whoever asks with the same one meanwhile waits. Fails as `Repeated` when it was taken before. */
async function claimKey(tx: WriteTx, ctx: Context, { endpoint, key, input }: Claim): Promise<void> {
  const fingerprint = fingerprintOf(ctx, [endpoint.name, input])
  const now = ctx.clock.now()
  const forgotten = new Date(now.getTime() - KEPT_HOURS * 3_600_000).toISOString()
  const forgetting = forgetAnswers(tx, ctx, forgotten)
  const taking = ask(
    tx,
    `insert into idempotency (district_id, actor_id, key, name, fingerprint, answer, recorded_at)
     values ($1, $2, $3, $4, $5, 'null'::jsonb, $6)
     on conflict (district_id, actor_id, key) do update
     set name = excluded.name, fingerprint = excluded.fingerprint, answer = excluded.answer, recorded_at = excluded.recorded_at
     where idempotency.recorded_at < $7`,
    [tx.district, ctx.actor.id, key, endpoint.name, fingerprint, now.toISOString(), forgotten],
  )
  const [, taken] = await Promise.all([forgetting, taking])
  if (taken.affected > 0) return
  const kept = await tablesOf<LedgerTables>(tx)
    .selectFrom('idempotency')
    .select(['fingerprint', 'answer'])
    .where('district_id', '=', tx.district)
    .where('actor_id', '=', ctx.actor.id)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (kept.fingerprint !== fingerprint || endpoint.once) throw refuse('repeated-key')
  throw new Repeated(kept.answer)
}

async function keepAnswer(tx: WriteTx, ctx: Context, key: string, answer: unknown): Promise<void> {
  await ask(
    tx,
    `update idempotency set answer = $4::text::jsonb where district_id = $1 and actor_id = $2 and key = $3`,
    [tx.district, ctx.actor.id, key, JSON.stringify(answer)],
  )
}

/**
 * The only way to write. Checks the ability, parses the input, opens or joins the transaction, and records what happened;
 * a verb that does not say what happened does not compile. A repeated Idempotency-Key gets the first answer again.
 */
export function verb<E extends Endpoint, R extends OutputOf<E>>(
  endpoint: E,
  act: (tx: WriteTx, ctx: Context & { readonly tx: WriteTx }, input: InputOf<E>) => Promise<Done<R>>,
  options?: Parameters<District['database']['withDistrict']>[2],
): Verb<E, R> {
  const run = async (ctx: Context, raw: RawInputOf<E>): Promise<R> => {
    const allowed = mayEnter(ctx.actor, endpoint.ability)
    if (allowed === 'no')
      throw refuse(ctx.actor.id === NOBODY.id ? 'not-signed-in' : 'not-allowed', {
        ability: endpoint.ability,
      })
    const input = parseInput(endpoint, raw)
    const inside = async (tx: WriteTx): Promise<R> => {
      const key = ctx.tx ? undefined : ctx.request?.key
      const claim = key === undefined ? undefined : claimKey(tx, ctx, { endpoint, key, input })
      // Sent together with the claim, and answered only once the claim has held.
      const own: Context & { readonly tx: WriteTx } = { ...ctx, tx: claim ? answeredAfter(tx, claim) : tx }
      const { result, happened: events, writing } = await act(own.tx, own, input)
      await claim
      if (allowed === 'depends' && !wasTested(own, endpoint.ability))
        throw new Error(
          `${endpoint.name}: ${endpoint.ability} is granted under a condition that was never tested`,
        )
      await allOf([
        ...(writing ? [writing] : []),
        record(own.tx, own, events),
        ...(key !== undefined && !endpoint.once ? [keepAnswer(own.tx, ctx, key, result)] : []),
      ])
      return result
    }
    if (ctx.tx) return inside(ctx.tx)
    try {
      return await ctx.district.database.withDistrict(ctx.district.id, inside, options)
    } catch (error) {
      if (error instanceof Repeated) return error.answer as R
      throw error
    }
  }
  return Object.assign(run, { endpoint })
}

/** Refuses when the record has moved on since the client read it. */
export function mustMatch(ctx: Context, version: string): void {
  const expects = ctx.request?.expects
  if (expects === undefined || expects === '*') return
  if (expects.replace(/^W\//, '').replaceAll('"', '') !== version) throw refuse('stale', { version })
}

import { type About, type Actor, mayNot } from '../abilities.ts'
import type { Clock } from '../clock.ts'
import type { Database, ReadDb, WriteTx } from '../db/database.ts'
import type { Embedder } from '../embedding.ts'
import type { FileStore } from '../files/store.ts'
import type { Queue } from '../jobs/queue.ts'
import type { Reaction } from '../jobs/reactions.ts'
import type { Keys } from '../keys.ts'
import type { Post } from '../post.ts'
import { refuse } from '../refusals.ts'

/** What one district's requests share. The pack is data the platform carries and never reads; the spine knows its type. */
export type District = {
  readonly id: number
  readonly database: Database
  readonly pack: unknown
  readonly keys: Keys
  readonly files: FileStore
  readonly post: Post
  /** Vectors of texts, where the district has set an endpoint for them. */
  readonly embedder?: Embedder
  readonly queue: Queue
  /** Reactions by the name of the event they listen to. */
  readonly listeners: ReadonlyMap<string, readonly Reaction[]>
}

/** Who asks, where, and when. Inside a verb `tx` is the running transaction, and a nested verb joins it. */
export type Context = {
  readonly actor: Actor
  readonly district: District
  readonly clock: Clock
  /** If-Match and Idempotency-Key of the request. */
  readonly request?: { readonly expects?: string; readonly key?: string }
  readonly tx?: WriteTx
  /** A read under way: a read inside it sees the same snapshot. */
  readonly read?: ReadDb
}

/** Runs reads in one snapshot of the district; inside a verb they see what the verb has written. */
export function reading<T>(
  ctx: Context,
  work: (read: ReadDb) => Promise<T>,
  options?: Parameters<Database['readDistrict']>[2],
): Promise<T> {
  const open = ctx.tx ?? ctx.read
  return open ? work(open) : ctx.district.database.readDistrict(ctx.district.id, work, options)
}

const tested = new WeakMap<Context, Set<string>>()

/** Refuses unless the actor may do this to that record. A verb whose ability is only granted under a condition must call it. */
export function allow(ctx: Context, ability: string, about: About): void {
  const refusal = mayNot(ctx.actor, ability, about)
  if (refusal) throw refusal
  const set = tested.get(ctx) ?? new Set()
  tested.set(ctx, set.add(ability))
}

/** Whether a conditional ability was tested against a record during this context. */
export function wasTested(ctx: Context, ability: string): boolean {
  return tested.get(ctx)?.has(ability) ?? false
}

/** The office of whoever acts for his own: what only an office does, it does in its own name. */
export function ownOffice(ctx: Context, ability: string): string {
  const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  allow(ctx, ability, { office })
  if (office === undefined) throw refuse('not-allowed', { ability })
  return office
}

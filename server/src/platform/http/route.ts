import type { z } from 'zod'
import { mayEnter, NOBODY } from '../abilities.ts'
import { refuse } from '../refusals.ts'
import type { Context } from '../verb/context.ts'
import { type InputOf, parseInput, type Verb } from '../verb/verb.ts'
import type { Endpoint } from './contract.ts'

/** A file in an answer, or in a multipart body. */
export type Bytes = { readonly name: string; readonly type: string; readonly bytes: Uint8Array }

/** An operation and what answers it. */
export type Route = {
  readonly endpoint: Endpoint
  readonly answer: (
    ctx: Context,
    input: Record<string, unknown>,
    request: { readonly file?: Bytes; readonly headers: Headers },
  ) => Promise<unknown>
}

/** A read: its ability is checked and its input parsed before it runs. */
export function read<E extends Endpoint>(
  endpoint: E,
  ask: (
    ctx: Context,
    input: InputOf<E>,
    request: { readonly headers: Headers },
  ) => Promise<z.input<E['output']> | Bytes>,
): Route {
  return {
    endpoint,
    answer: async (ctx, raw, request) => {
      requireAbility(ctx, endpoint)
      return await ask(ctx, parseInput(endpoint, raw), request)
    },
  }
}

/** A write: the verb checks for itself. */
export function write<E extends Endpoint, R>(act: Verb<E, R>): Route {
  return { endpoint: act.endpoint, answer: (ctx, raw) => act(ctx, raw as never) }
}

/** An upload: one file in the field `file`. */
export function upload<E extends Endpoint>(
  endpoint: E,
  take: (ctx: Context, input: InputOf<E>, file: Bytes) => Promise<z.input<E['output']>>,
): Route {
  return {
    endpoint,
    answer: async (ctx, raw, request) => {
      requireAbility(ctx, endpoint)
      if (!request.file) throw refuse('bad-input', { issues: [{ path: 'file', code: 'required' }] })
      return await take(ctx, parseInput(endpoint, raw), request.file)
    },
  }
}

/** Refuses whoever may not at all. `signed-in` means a member of the district: a session alone opens nothing. */
export function requireAbility(ctx: Context, endpoint: Endpoint): void {
  const { ability } = endpoint
  if (ability === 'public') return
  if (ctx.actor.id === NOBODY.id) throw refuse('not-signed-in')
  const allowed = mayEnter(ctx.actor, ability)
  if (allowed === 'no' || (allowed === 'depends' && !endpoint.narrows && endpoint.method === 'GET'))
    throw refuse('not-allowed', { ability })
}

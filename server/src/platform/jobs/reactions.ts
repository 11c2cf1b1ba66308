import type { Context } from '../verb/context.ts'

/** An event as a reaction hears it. */
export type EventMessage = {
  readonly event: string
  readonly about: { readonly kind: string; readonly id: string }
  readonly day: string
}

/**
 * What a capability does when something happened. It is queued in the transaction of the event and may run more than once, so its
 * work must come to the same thing when repeated. `name` is the queue.
 */
export type Reaction = {
  readonly name: string
  readonly on: readonly string[]
  readonly work: (ctx: Context, message: EventMessage) => Promise<void>
}

/** Which queues listen to an event. */
export function listenersOf(reactions: readonly Reaction[]): ReadonlyMap<string, readonly string[]> {
  const listeners = new Map<string, string[]>()
  for (const reaction of reactions)
    for (const event of reaction.on) listeners.set(event, [...(listeners.get(event) ?? []), reaction.name])
  return listeners
}

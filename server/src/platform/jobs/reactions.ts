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
  /** Whether an event can change anything for it, as far as memory tells; where absent every event can. What cannot is not queued. */
  readonly concerns?: (ctx: Context, message: EventMessage) => boolean
  /** Messages for which this says the same come to the same work: of those that wait together one is worked. */
  readonly alike?: (message: EventMessage) => string
  /** Work that may take long goes on beside the rest: what a person waits for, or work of the house, of which there is one piece at a time. */
  readonly long?: 'asked' | 'house'
}

/** Who listens to an event. */
export function listenersOf(reactions: readonly Reaction[]): ReadonlyMap<string, readonly Reaction[]> {
  const listeners = new Map<string, Reaction[]>()
  for (const reaction of reactions)
    for (const event of reaction.on) listeners.set(event, [...(listeners.get(event) ?? []), reaction])
  return listeners
}

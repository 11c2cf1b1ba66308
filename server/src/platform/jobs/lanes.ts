import type { Logger } from 'pino'
import type { Handler, Message } from './queue.ts'

/** A message taken in hand, and the two ways in which it can end. */
export type Taken = { readonly id: string; readonly district: number; readonly message: Message }
export type Source = {
  fetch(reaction: string, most: number): Promise<readonly Taken[]>
  complete(reaction: string, ids: readonly string[]): Promise<void>
  fail(reaction: string, ids: readonly string[], error: unknown): Promise<void>
}

/** Messages taken in hand at once: few where each is work of its own, for those after them wait; many where one piece of work does for all. */
const FEW = 20
const ALIKE = 500

/**
 * How many pieces of long work go on at once in one queue: of what a person waits for, so that a small list is not held up by a large one;
 * and, over all queues, of what nobody waits for.
 */
const ASKED = 2
const HOUSE = 1

/** The queues to look at. */
type Wanted = ReadonlySet<string> | 'all'
const isWanted = (wanted: Wanted, reaction: string) => wanted === 'all' || wanted.has(reaction)

/** What is under way of long work. */
type Under = { readonly reaction: string; readonly handler: Handler; readonly ids: readonly string[] }

/**
 * Works messages in lanes: short work one after the other, long work beside it, each queue for itself and a few at once, so that a long
 * export or search holds up neither an import nor what takes a moment. What nobody waits for goes one at a time.
 */
export function lanesOf(source: Source, logger?: Logger) {
  let handlers: Readonly<Record<string, Handler>> = {}
  const under = new Map<Promise<void>, Under>()
  /** The latest work on one thing in one queue: what comes after it about the same thing waits for it. */
  const latest = new Map<string, Promise<void>>()

  async function workOne(reaction: string, handler: Handler, group: readonly Taken[]): Promise<void> {
    const [first] = group
    if (!first) return
    const ids = group.map((one) => one.id)
    try {
      await handler.work(first.district, first.message)
      await source.complete(reaction, ids)
    } catch (error) {
      logger?.error({ err: error, queue: reaction, job: first.id }, 'job failed')
      await source.fail(reaction, ids, error)
    }
  }

  async function take(
    reaction: string,
    handler: Handler,
    most: number,
  ): Promise<readonly (readonly Taken[])[]> {
    const taken = await source.fetch(reaction, handler.alike ? ALIKE : most)
    return [...Map.groupBy(taken, (one) => handler.alike?.(one.message) ?? one.id).values()]
  }

  /** Works the wanted queues of short work until all are empty, or until told to stop. Answers whether it found work. */
  async function workShort(stopped: () => boolean, wanted: Wanted = 'all'): Promise<boolean> {
    let any = false
    for (let found = true; found && !stopped(); ) {
      found = false
      for (const [reaction, handler] of Object.entries(handlers)) {
        if (handler.long || !isWanted(wanted, reaction)) continue
        const groups = await take(reaction, handler, FEW)
        found ||= groups.length > 0
        for (const group of groups) await workOne(reaction, handler, group)
      }
      any ||= found
    }
    return any
  }

  /** How many more pieces of long work a queue may begin now. */
  function free(reaction: string, handler: Handler): number {
    const own = [...under.values()]
    return handler.long === 'house'
      ? HOUSE - own.filter((one) => one.handler.long === 'house').length
      : ASKED - own.filter((one) => one.reaction === reaction).length
  }

  function begin(reaction: string, handler: Handler, group: readonly Taken[], ended: () => void): void {
    const about = aboutOf(reaction, group)
    const before = about === undefined ? undefined : latest.get(about)
    const going = (before ?? Promise.resolve())
      .then(() => workOne(reaction, handler, group))
      .catch((error) => logger?.error({ err: error, queue: reaction }, 'queue'))
      .then(() => {
        under.delete(going)
        if (about !== undefined && latest.get(about) === going) latest.delete(about)
        ended()
      })
    if (about !== undefined) latest.set(about, going)
    under.set(going, { reaction, handler, ids: group.map((one) => one.id) })
  }

  async function beginNow(ended: () => void, wanted: Wanted): Promise<boolean> {
    let any = false
    for (const [reaction, handler] of Object.entries(handlers)) {
      if (!handler.long || !isWanted(wanted, reaction)) continue
      const most = free(reaction, handler)
      if (most <= 0) continue
      // Work that outlasts its lease is given out again: it is under way here, and goes on.
      const known = new Set([...under.values()].flatMap((one) => one.ids))
      for (const group of await take(reaction, handler, most)) {
        if (group.some((one) => known.has(one.id))) continue
        begin(reaction, handler, group, ended)
        any = true
      }
    }
    return any
  }

  let beginning: Promise<unknown> = Promise.resolve()

  /**
   * Begins as much long work of the wanted queues as may go on at once; `ended` is called whenever a piece of it has ended. Answers whether
   * any was begun. Asked for twice at a time, the second waits for the first: both would count the same places as free.
   */
  function beginLong(ended: () => void, wanted: Wanted = 'all'): Promise<boolean> {
    // Where a piece ends, its place may go to the work of another queue.
    const begun = () => beginNow(ended, wanted)
    const next = beginning.then(begun, begun)
    beginning = next.catch(() => {})
    return next
  }

  return {
    use(given: Readonly<Record<string, Handler>>) {
      handlers = given
    },
    /** Whether one piece of work of a queue may do for many messages. */
    worksAlike: (reaction: string) => handlers[reaction]?.alike !== undefined,
    workShort,
    beginLong,
    /** Long work that is under way. */
    underWay: (): readonly Promise<void>[] => [...under.keys()],
  }
}

/** What a message is about, within its queue. */
function aboutOf(reaction: string, [first]: readonly Taken[]): string | undefined {
  const id = (first?.message as { readonly about?: { readonly id?: unknown } } | undefined)?.about?.id
  return typeof id === 'string' ? `${reaction} ${id}` : undefined
}

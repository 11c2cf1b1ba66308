import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back once what starting a process has left behind: modules compiled, a pack read and checked. A process at rest allocates too little
 * for the engine to collect it by itself, and would keep some 50 MB for nothing.
 * @param afterMs when, in milliseconds; never keeps the process alive
 */
export function tidySoon(afterMs: number): void {
  setTimeout(() => {
    setFlagsFromString('--expose-gc')
    const collect: unknown = runInNewContext('globalThis.gc')
    setFlagsFromString('--no-expose-gc')
    if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  }, afterMs).unref()
}

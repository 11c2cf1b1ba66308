import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Engine, Rows, Session } from './engine.ts'
import { lockFolder } from './folder-lock.ts'
import type { Answer, Ask } from './pglite-thread.ts'

// V8 13.6 frees WebAssembly wrappers that other threads still share and ends the process (decision 14).
setFlagsFromString('--no-wasm-code-gc')

export type PgliteEngine = Engine & {
  readonly tier: 'pglite'
  /** The whole data directory as a gzipped tar, taken between two transactions. */
  dump(): Promise<Uint8Array>
}

/** What a failed statement throws, with the SQLSTATE in `code` as node-postgres does. */
class StatementError extends Error {
  constructor(error: NonNullable<Answer['error']>) {
    super(error.message)
    Object.assign(this, error)
  }
}

/**
 * PGlite in a worker thread. `folder` keeps it on disk (locked against a second process), otherwise it lives in memory;
 * `snapshot` starts from a dump. It has one session: whoever acquires it has the database to himself until he releases it.
 */
export async function pgliteEngine(options: {
  folder?: string
  snapshot?: Uint8Array
}): Promise<PgliteEngine> {
  const unlock = options.folder ? lockFolder(options.folder) : () => {}
  const worker = new Worker(new URL('./pglite-thread.ts', import.meta.url), {
    workerData: { folder: options.folder && join(options.folder, 'pglite'), snapshot: options.snapshot },
  })
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>()
  let lastId = 0
  let failure: Error | undefined
  const fail = (error: Error) => {
    failure = error
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  const expect = (id: number) =>
    new Promise<Answer>((resolve, reject) => waiting.set(id, { resolve, reject }))
  const ask = (question: Omit<Ask, 'id'>) => {
    if (failure) return Promise.reject(failure)
    const id = ++lastId
    const answer = expect(id)
    worker.postMessage({ id, ...question } satisfies Ask)
    return answer
  }
  worker.on('message', (answer: Answer) => {
    const one = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error) one?.reject(new StatementError(answer.error))
    else one?.resolve(answer)
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the database thread has ended')))

  try {
    await expect(0)
  } catch (error) {
    unlock()
    await worker.terminate()
    throw error
  }

  let tail: Promise<void> = Promise.resolve()
  const turn = (): Promise<() => void> => {
    const before = tail
    let done: () => void = () => {}
    tail = new Promise((resolve) => {
      done = resolve
    })
    return before.then(() => done)
  }
  const rowsOf = (answer: Answer): Rows => ({ rows: answer.rows ?? [], affected: answer.affected ?? 0 })
  let closed: Promise<void> | undefined
  return {
    tier: 'pglite',
    async acquire(): Promise<Session> {
      const done = await turn()
      const script = async (sql: string) => rowsOf(await ask({ kind: 'script', sql }))
      return {
        query: async (sql, parameters) => rowsOf(await ask({ kind: 'query', sql, parameters })),
        script,
        begin: (opening) => script(opening.join('; ')),
        end: (how) => script(how === 'rollback' ? 'rollback' : 'commit'),
        release: () => done(),
      }
    },
    async dump() {
      const done = await turn()
      try {
        return (await ask({ kind: 'dump' })).bytes ?? new Uint8Array()
      } finally {
        done()
      }
    },
    close() {
      closed ??= (async () => {
        await turn()
        await ask({ kind: 'close' }).catch(() => {})
        await worker.terminate()
        unlock()
      })()
      return closed
    },
  }
}

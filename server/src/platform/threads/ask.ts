import { Worker } from 'node:worker_threads'

/** A thread that holds something ready and answers questions about it, in the order in which they come. */
export type Asked<Q, A> = {
  /** Fails when the thread has ended, and says so of itself from then on. */
  ask(question: Q): Promise<A>
  readonly ended: boolean
  stop(): Promise<void>
}

export type Question<Q> = { readonly number: number; readonly question: Q }
export type Answer<A> =
  | { readonly number: number; readonly answer: A }
  | { readonly number: number; readonly error: string }

/** Starts a module in a worker thread that answers questions. It does not keep the process alive. */
export function askThread<Q, A>(
  module: URL,
  input: unknown,
  { heapMb }: { readonly heapMb: number },
): Asked<Q, A> {
  const worker = new Worker(module, {
    workerData: input,
    execArgv: import.meta.url.endsWith('.ts') ? ['--conditions=source'] : [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  worker.unref()
  const waiting = new Map<number, { resolve: (answer: A) => void; reject: (error: Error) => void }>()
  let count = 0
  let failed: Error | undefined
  const fail = (error: Error) => {
    failed ??= error
    for (const { reject } of waiting.values()) reject(failed)
    waiting.clear()
  }
  worker.on('message', (reply: Answer<A>) => {
    const asker = waiting.get(reply.number)
    waiting.delete(reply.number)
    if (waiting.size === 0) worker.unref()
    if ('error' in reply) asker?.reject(new Error(reply.error))
    else asker?.resolve(reply.answer)
  })
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`the thread ended with ${code}`)))
  return {
    ask: (question) =>
      new Promise<A>((resolve, reject) => {
        if (failed) {
          reject(failed)
          return
        }
        const number = count++
        waiting.set(number, { resolve, reject })
        // Whoever waits for an answer does not want the process to end before.
        worker.ref()
        worker.postMessage({ number, question } satisfies Question<Q>)
      }),
    get ended() {
      return failed !== undefined
    },
    stop: async () => void (await worker.terminate()),
  }
}

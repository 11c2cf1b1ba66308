import { Worker } from 'node:worker_threads'
import { refuse } from '../refusals.ts'
import type { ThreadReply } from './run.ts'

/** A thread that takes its input piece by piece. */
export type Feed<Piece, R> = {
  /** Hands a piece over; resolves when the thread has taken it in, so that no more than one waits in memory. */
  send(piece: Piece): Promise<void>
  /** Says that there is no more; answers what came of it. */
  end(): Promise<R>
  /** Ends the thread, whatever it is doing. */
  stop(): Promise<void>
}

/** What a thread is told after its first input. */
export type FeedMessage<Piece> = { readonly piece: Piece } | { readonly end: true }
/** What it answers: `taken` after each piece, then a result. */
export type FeedReply<R> =
  | Exclude<ThreadReply<R>, { progress: number } | { part: unknown } | { ask: unknown }>
  | { readonly taken: true }

/** Heap of a thread that writes; what it holds is one piece and what is packed. */
const HEAP_MB = 512

/** Starts a module in a worker thread that is fed, so that long writing neither holds up a request nor fills the memory. */
export function feedThread<Piece, R>(module: URL, input: unknown): Feed<Piece, R> {
  const worker = new Worker(module, {
    workerData: input,
    execArgv: import.meta.url.endsWith('.ts') ? ['--conditions=source'] : [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  let settle: { resolve: (value: R | undefined) => void; reject: (error: Error) => void } | undefined
  let failed: Error | undefined
  const fail = (error: Error) => {
    failed ??= error
    settle?.reject(failed)
  }
  worker.on('message', (reply: FeedReply<R>) => {
    if ('taken' in reply) settle?.resolve(undefined)
    else if ('result' in reply) settle?.resolve(reply.result)
    else if ('refusal' in reply) fail(refuse(reply.refusal as never, reply.facts))
    else fail(new Error(reply.error))
  })
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`the thread ended with ${code} before it answered`)))
  const ask = (message: FeedMessage<Piece>) =>
    new Promise<R | undefined>((resolve, reject) => {
      if (failed) {
        reject(failed)
        return
      }
      settle = { resolve, reject }
      worker.postMessage(message)
    })
  return {
    send: async (piece) => void (await ask({ piece })),
    async end() {
      const result = await ask({ end: true })
      await worker.terminate()
      return result as R
    },
    stop: async () => void (await worker.terminate()),
  }
}

import { Worker } from 'node:worker_threads'
import { refuse } from '../refusals.ts'

export type ThreadReply<R> =
  | { readonly progress: number; readonly total?: number }
  | { readonly part: unknown }
  | { readonly ask: unknown }
  | { readonly result: R }
  | { readonly refusal: string; readonly facts?: Record<string, string | number> }
  | { readonly error: string }

/**
 * Runs a module once in a worker thread with one input and answers its result, so that long work never holds up a request.
 * The module posts `{progress}` while it works, a large answer in `{part}`s, then `{result}` or `{refusal}`. What only the
 * process knows it may ask for with `{ask}`: the answer comes as a message, a refusal of it ends the thread. Aborting ends the thread at once.
 */
export function runInThread<R>(
  module: URL,
  input: unknown,
  options: {
    transfer?: ArrayBuffer[]
    onProgress?: (done: number, total?: number) => void
    onPart?: (part: unknown) => void
    onAsk?: (question: unknown) => Promise<unknown>
    signal?: AbortSignal
    /** Most memory of the thread in MB; a thread that needs more is ended and the process lives on. */
    heapMb?: number
  } = {},
): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const worker = new Worker(module, {
      workerData: input,
      ...(options.transfer && { transferList: options.transfer }),
      ...(options.heapMb !== undefined && {
        resourceLimits: { maxOldGenerationSizeMb: options.heapMb },
      }),
    })
    const stop = () => {
      void worker.terminate()
      reject(new DOMException('cancelled', 'AbortError'))
    }
    options.signal?.addEventListener('abort', stop, { once: true })
    const settle = (act: () => void) => {
      options.signal?.removeEventListener('abort', stop)
      act()
      void worker.terminate()
    }
    worker.on('message', (reply: ThreadReply<R>) => {
      if ('progress' in reply) options.onProgress?.(reply.progress, reply.total)
      else if ('part' in reply) options.onPart?.(reply.part)
      else if ('ask' in reply)
        Promise.resolve(options.onAsk?.(reply.ask)).then(
          (answer) => worker.postMessage(answer ?? null),
          (error) => settle(() => reject(error)),
        )
      else if ('result' in reply) settle(() => resolve(reply.result))
      else if ('refusal' in reply) settle(() => reject(refuse(reply.refusal as never, reply.facts)))
      else settle(() => reject(new Error(reply.error)))
    })
    worker.on('error', (error) => settle(() => reject(error)))
    worker.on('exit', (code) =>
      settle(() => reject(new Error(`the thread ended with ${code} before it answered`))),
    )
  })
}

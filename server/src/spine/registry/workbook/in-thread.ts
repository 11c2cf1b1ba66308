import { Worker } from 'node:worker_threads'
import type { ThreadMessage } from './reading-thread.ts'
import type { TableProgress, WorkbookQuestion, WorkbookTables } from './tables.ts'

/** Heap of the reading thread in MB. 100,000 rows by 12 columns take about 700; the process stays alive when a file needs more. */
const HEAP_MB = 1500

/**
 * Reads a workbook to tables in a worker thread of its own, so that the server keeps answering. An abort ends the thread at once
 * and rejects with the signal's reason. A file that outgrows the thread's memory is refused as too large.
 */
export function readInThread(
  question: WorkbookQuestion,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: TableProgress) => void } = {},
): Promise<WorkbookTables> {
  const { signal, onProgress } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const worker = new Worker(new URL('./reading-thread.ts', import.meta.url), {
      workerData: question,
      // The thread resolves workspace packages to their source, as the process that runs from source does.
      execArgv: import.meta.url.endsWith('.ts') ? ['--conditions=source'] : [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    const abort = () => {
      settle(() => reject(signal?.reason))
    }
    const settle = (finish: () => void) => {
      signal?.removeEventListener('abort', abort)
      worker.removeAllListeners()
      finish()
      void worker.terminate()
    }
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: ThreadMessage) => {
      if ('progress' in message) onProgress?.(message.progress)
      else settle(() => resolve(message.answer))
    })
    worker.on('error', (error: Error & { code?: string }) => {
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') {
        settle(() => reject(error))
        return
      }
      const facts = { fileName: question.fileName, limit: 'cells' as const }
      settle(() => resolve({ ok: false, refusal: 'workbook-too-large', facts }))
    })
    worker.on('exit', () => settle(() => reject(new Error('the reading thread ended without an answer'))))
  })
}

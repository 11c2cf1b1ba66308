import { parentPort, workerData } from 'node:worker_threads'
import {
  readWorkbookTables,
  type TableProgress,
  type WorkbookQuestion,
  type WorkbookTables,
} from './tables.ts'

/** What the thread says: how far it is, then its answer. An error ends the thread and reaches the caller as such. */
export type ThreadMessage = { readonly progress: TableProgress } | { readonly answer: WorkbookTables }

/** At most one progress message in this many milliseconds: unpacking reports every 256 kB. */
const QUIET_MS = 100

if (!parentPort) throw new Error('runs in a worker thread')
const port = parentPort
let said = 0
let step = ''
const answer = await readWorkbookTables(workerData as WorkbookQuestion, (progress) => {
  const now = performance.now()
  if (progress.step === step && now - said < QUIET_MS) return
  said = now
  step = progress.step
  port.postMessage({ progress } satisfies ThreadMessage)
})
port.postMessage({ answer } satisfies ThreadMessage)

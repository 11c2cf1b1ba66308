import { parentPort, workerData } from 'node:worker_threads'
import { Odd, patchWorkbook } from '../../workbook/patch/index.ts'
import { readWorkbook } from '../../workbook/read.ts'
import type { TextEncoding } from '../../workbook/separated.ts'
import { unmarked } from '../returned/marks.ts'
import type { Marking } from './marks.ts'
import { rebuiltWorkbook } from './rebuild.ts'

/** A file to be marked: the sheet, what is said of its cells, and its hidden marks by row. */
export type DrawCorrection = {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly encoding?: TextEncoding
  readonly format: string
  readonly sheet: string
  readonly headerRow: number
  readonly marking: Marking
  readonly hidden: ReadonlyMap<number, string>
  readonly markColumn?: number
  readonly author: string
  readonly at: string
}

const port = parentPort
if (!port) throw new Error('runs in a worker thread')
const question = workerData as DrawCorrection

async function rebuilt(): Promise<Uint8Array> {
  const reading = await readWorkbook(question.bytes, question.fileName, {
    ...(question.encoding && { encoding: question.encoding }),
  })
  if (!reading.ok) throw new Error(reading.refusal)
  port?.postMessage({ progress: 1, total: 3 })
  const { markColumn: _, ...rest } = question
  const made = await rebuiltWorkbook(reading.grids.map(unmarked), { ...question, title: question.fileName })
  return patchWorkbook({ ...rest.marking, ...rest, bytes: made.bytes, sheet: made.sheet })
}

async function drawn(): Promise<Uint8Array> {
  if (question.format !== 'xlsx') return rebuilt()
  try {
    port?.postMessage({ progress: 1, total: 3 })
    return await patchWorkbook({ ...question.marking, ...question })
  } catch (error) {
    // Written in a way of its own: its cells come back, without its looks.
    if (!(error instanceof Odd)) throw error
    return rebuilt()
  }
}

drawn().then(
  (bytes) => {
    port.postMessage({ progress: 2, total: 3 })
    port.postMessage({ result: bytes }, [bytes.buffer as ArrayBuffer])
  },
  (error: Error) => port.postMessage({ error: error.stack ?? error.message }),
)

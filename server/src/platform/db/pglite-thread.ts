import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { PARSERS } from './engine.ts'

/** Asked of the thread: a statement with parameters, a script without, a copy of the data directory, or the end. */
export type Ask = {
  id: number
  kind: 'query' | 'script' | 'dump' | 'close'
  sql?: string
  parameters?: readonly unknown[]
}
export type Answer = {
  id: number
  rows?: Record<string, unknown>[]
  affected?: number
  bytes?: Uint8Array
  error?: { message: string; code?: string; constraint?: string; detail?: string }
}

const port = parentPort
if (!port) throw new Error('pglite-thread runs as a worker thread')
const { folder, snapshot } = workerData as { folder?: string; snapshot?: Uint8Array<ArrayBuffer> }

// One session needs neither 128 MB of shared buffers nor a hundred connections; 24 MB keeps the process under its memory aim.
const opened = PGlite.create({
  ...(folder ? { dataDir: folder } : {}),
  ...(snapshot ? { loadDataDir: new Blob([snapshot]) } : {}),
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=24MB', '-c', 'max_connections=5'],
  parsers: { ...PARSERS },
})

async function answer(ask: Ask): Promise<Omit<Answer, 'id'>> {
  const db = await opened
  if (ask.kind === 'close') {
    await db.close()
    return {}
  }
  if (ask.kind === 'dump')
    return { bytes: new Uint8Array(await (await db.dumpDataDir('gzip')).arrayBuffer()) }
  if (ask.kind === 'script') {
    const results = await db.exec(ask.sql ?? '')
    return { rows: results.flatMap((one) => one.rows), affected: results.at(-1)?.affectedRows ?? 0 }
  }
  const result = await db.query<Record<string, unknown>>(ask.sql ?? '', [...(ask.parameters ?? [])])
  // A plain SELECT reports no affected rows here; PostgreSQL reports how many it answered.
  return { rows: result.rows, affected: result.affectedRows || result.rows.length }
}

port.on('message', (ask: Ask) => {
  answer(ask).then(
    (reply) => port.postMessage({ id: ask.id, ...reply } satisfies Answer),
    (error: Error & { code?: string; constraint?: string; detail?: string }) =>
      port.postMessage({
        id: ask.id,
        error: {
          message: error.message,
          ...(error.code && { code: error.code }),
          ...(error.constraint && { constraint: error.constraint }),
          ...(error.detail && { detail: error.detail }),
        },
      } satisfies Answer),
  )
})
opened.then(
  () => port.postMessage({ id: 0 } satisfies Answer),
  (error: Error) => port.postMessage({ id: 0, error: { message: error.message } } satisfies Answer),
)

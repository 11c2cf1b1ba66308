import { parentPort, workerData } from 'node:worker_threads'
import type { FeedMessage } from '../../../../platform/threads/feed.ts'
import { drawText } from './csv.ts'
import { type DrawQuestion, type DrawRow, drawList } from './draw.ts'

const port = parentPort
if (!port) throw new Error('runs in a worker thread')
const question = workerData as DrawQuestion
const opening = question.text ? Promise.resolve(drawText(question)) : drawList(question)

port.on('message', (message: FeedMessage<readonly DrawRow[]>) => {
  const work = opening.then(async (drawing) => {
    if ('piece' in message) {
      await drawing.write(message.piece)
      port.postMessage({ taken: true })
      return
    }
    const bytes = await drawing.finish()
    port.postMessage({ result: bytes }, [bytes.buffer as ArrayBuffer])
  })
  work.catch((error: Error) => port.postMessage({ error: error.stack ?? error.message }))
})

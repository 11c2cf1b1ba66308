// Holds the offers of one district for one profile, in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads'
import { type MatchOptions, offerPool, type Profile } from '@qiongding/matching'
import type { Answer, Question } from '../../../platform/threads/ask.ts'
import type { PoolAnswer, PoolQuestion } from './index.ts'

const { profile, trees } = workerData as { profile: Profile; trees: NonNullable<MatchOptions['trees']> }
const pool = offerPool(profile, { trees })

function answerOf(question: PoolQuestion): PoolAnswer {
  if ('rank' in question) return pool.rank(question.rank.need, question.rank.query)
  for (const id of question.remove) pool.remove(id)
  for (const offer of question.put) pool.put(offer)
  return { size: pool.size }
}

parentPort?.on('message', ({ number, question }: Question<PoolQuestion>) => {
  let reply: Answer<PoolAnswer>
  try {
    reply = { number, answer: answerOf(question) }
  } catch (error) {
    reply = { number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  parentPort?.postMessage(reply)
})

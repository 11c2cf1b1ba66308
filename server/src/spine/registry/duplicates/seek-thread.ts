import { parentPort, workerData } from 'node:worker_threads'
import type { Value } from '@qiongding/kernel'
import { pairRecords } from '@qiongding/names'
import type { ComparedList, ComparedPair, CompareQuestion } from './compare-lists.ts'
import { traceOf } from './rules.ts'

const port = parentPort
if (!port) throw new Error('seek-thread runs as a worker thread')
const { measure, lists, most } = workerData as CompareQuestion

const ORDER = ['same', 'likely', 'unknown']

function recordsOf({ length, facts, columns }: ComparedList): Readonly<Record<string, Value>>[] {
  return Array.from({ length }, (_, place) => {
    const record: Record<string, Value> = {}
    for (const [at, fact] of facts.entries()) {
      const value = columns[at]?.[place]
      if (value !== undefined) record[fact] = value
    }
    return record
  })
}

function seek(): ComparedPair[] {
  const found: ComparedPair[] = []
  const total = lists.reduce((sum, { length }) => sum + length, 0)
  let before = 0
  for (const [list, given] of lists.entries()) {
    const options = {
      regions: measure.regions,
      since: given.since,
      onProgress: (done: number) => port?.postMessage({ progress: before + done, total }),
    }
    for (const { one, other, comparison } of pairRecords(measure.profile, recordsOf(given), options)) {
      const trace = traceOf(comparison)
      if (trace) found.push({ list, one, other, trace })
    }
    before += given.length
  }
  return found
    .toSorted(
      (a, b) =>
        ORDER.indexOf(a.trace.verdict) - ORDER.indexOf(b.trace.verdict) ||
        b.trace.points - a.trace.points ||
        a.list - b.list ||
        a.other - b.other ||
        a.one - b.one,
    )
    .slice(0, most)
}

port.postMessage({ result: seek() })

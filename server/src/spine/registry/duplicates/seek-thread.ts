import { parentPort, workerData } from 'node:worker_threads'
import { recordIndex } from '@qiongding/names'
import { traceOf } from './rules.ts'
import type { FoundPair, SeekQuestion } from './seek.ts'

const port = parentPort
if (!port) throw new Error('seek-thread runs as a worker thread')
const { measure, records, most } = workerData as SeekQuestion

/** Records looked at between two words about how far it is. */
const STRIDE = 500
/** Likely ones of one record: a name that more share tells nobody apart. */
const LIKELY = 5

const ORDER = ['same', 'likely', 'unknown']

function seek(): FoundPair[] {
  const found = new Map<string, FoundPair>()
  let done = 0
  const step = () => {
    if (++done % STRIDE === 0) port?.postMessage({ progress: done, total: records.length * 2 })
  }
  // Made-up records are never one with real ones.
  for (const own of [
    records.filter((one) => one.demonstration),
    records.filter((one) => !one.demonstration),
  ]) {
    const index = recordIndex(measure.profile, { regions: measure.regions })
    for (const { id, facts } of own) {
      index.add(id, facts)
      step()
    }
    for (const { id, facts } of own) {
      for (const { id: other, comparison } of index.likely(facts, { except: id, limit: LIKELY })) {
        const [leftId, rightId] = id < other ? [id, other] : [other, id]
        const trace = traceOf(comparison)
        if (trace) found.set(`${leftId}${rightId}`, { leftId, rightId, trace })
      }
      step()
    }
  }
  return [...found.values()]
    .toSorted(
      (a, b) =>
        ORDER.indexOf(a.trace.verdict) - ORDER.indexOf(b.trace.verdict) ||
        b.trace.points - a.trace.points ||
        (a.leftId + a.rightId < b.leftId + b.rightId ? -1 : 1),
    )
    .slice(0, most)
}

port.postMessage({ result: seek() })

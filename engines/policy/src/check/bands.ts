import { below } from '../definition.ts'
import { type Checker, isRecord, onlyKeys, quantityOf } from './report.ts'

const EDGES = ['from', 'above', 'below', 'upTo'] as const

type Edge = { readonly value: number; readonly inclusive: boolean; readonly text: string }
/** One band of a number: its ends, none where it is open, and what was written of it besides. */
export type Band = {
  readonly index: number
  readonly low?: Edge
  readonly high?: Edge
  readonly written: Record<string, unknown>
}

/**
 * Reads bands of one number, highest first. Together they hold every number once: a hole, an overlap or an end without a band is a
 * mistake. An end left out is that of the neighbour.
 */
export function readBands(
  checker: Checker,
  written: unknown,
  path: string,
  more: readonly string[],
): readonly Band[] | undefined {
  const { say } = checker
  if (!Array.isArray(written) || written.length === 0) return say('policy.list-expected', path, written)
  const before = checker.findings.length
  const bands = written.map((each, index) =>
    readBand(checker, each, { path: below(path, index), index, more }),
  )
  if (checker.findings.length > before || !bands.every((band) => band !== undefined)) return undefined
  const sorted = bands.toSorted(highestFirst)
  const closed: Band[] = []
  for (const [place, band] of sorted.entries()) {
    const at = below(path, band.index)
    const upper = closed.at(-1)
    const lower = sorted[place + 1]
    const low = band.low ?? (lower?.high && opposite(lower.high))
    const high = band.high ?? (upper?.low && opposite(upper.low))
    if (place === 0 && high) say('policy.band-open', at, high.text, { end: 'high' })
    if (!lower && low) say('policy.band-open', at, low.text, { end: 'low' })
    if (lower && !low) say('policy.band-overlap', at, undefined, { with: lower.index + 1 })
    if (upper?.low && high) {
      const [one, other] = [upper.low, high]
      if (other.value < one.value || (other.value === one.value && !one.inclusive && !other.inclusive))
        say('policy.band-hole', at, undefined, { from: other.text, to: one.text })
      else if (other.value > one.value || (one.inclusive && other.inclusive))
        say('policy.band-overlap', at, undefined, { with: upper.index + 1, from: one.text, to: other.text })
    }
    closed.push({ ...band, ...(low && { low }), ...(high && { high }) })
  }
  return checker.findings.length > before ? undefined : closed
}

/** By the ends that both state; of two that state one each, the one without an upper end stands above. */
function highestFirst(a: Band, b: Band): number {
  if (a.low && b.low) return b.low.value - a.low.value || Number(a.low.inclusive) - Number(b.low.inclusive)
  if (a.high && b.high) return b.high.value - a.high.value
  return a.high ? 1 : -1
}

function readBand(
  checker: Checker,
  written: unknown,
  { path, index, more }: { readonly path: string; readonly index: number; readonly more: readonly string[] },
): Band | undefined {
  const { say } = checker
  if (!isRecord(written)) return say('policy.record-expected', path, written)
  onlyKeys(checker, written, [...EDGES, ...more], path)
  const edge = (inclusiveKey: 'from' | 'upTo', exclusiveKey: 'above' | 'below'): Edge | undefined => {
    const [inclusive, exclusive] = [written[inclusiveKey], written[exclusiveKey]]
    if (inclusive !== undefined && exclusive !== undefined)
      return say('policy.two-ends', path, undefined, { keys: [inclusiveKey, exclusiveKey] })
    const text = inclusive ?? exclusive
    if (text === undefined) return undefined
    const quantity = quantityOf(text)
    const key = inclusive === undefined ? exclusiveKey : inclusiveKey
    if (!quantity) return say('policy.number-expected', below(path, key), text)
    return { value: quantity.value, inclusive: inclusive !== undefined, text: String(text) }
  }
  const low = edge('from', 'above')
  const high = edge('upTo', 'below')
  if (!low && !high) return say('policy.band-without-end', path, written)
  if (low && high && low.value > high.value)
    return say('policy.band-empty', path, `${low.text}, ${high.text}`)
  return { index, written, ...(low && { low }), ...(high && { high }) }
}

function opposite({ value, inclusive, text }: Edge): Edge {
  return { value, text, inclusive: !inclusive }
}

/** The test that a number is in this band or a higher one; undefined for the lowest. */
export function testOf(by: string, { low }: Band): string | undefined {
  return low && `${by} ${low.inclusive ? '>=' : '>'} ${low.text}`
}

import type { Trace } from '@qiongding/kernel'

/** More alternatives than this are not followed; below it the search is exact. */
const MOST_WAYS = 512

/**
 * The fewest facts that are worth asking for. With `yes` (the default) the smallest set that makes it yes if the values turn out
 * well: the shortest road, whatever else stays unknown. With `sure` every fact that still matters: once they are known the
 * verdict is settled whatever they say. Both are empty when nothing missing keeps it open. A parameter is written `$name`.
 *
 * A test on facts that are there but cannot be used (a zero denominator, a code too coarse) asks for those facts again.
 *
 * ```ts
 * missingOf(judge(clause, { staff: 40 }, { on }).trace) // ['revenue']
 * ```
 */
export function missingOf(trace: Trace, aim: 'yes' | 'sure' = 'yes'): readonly string[] {
  if (trace.verdict !== 'unknown') return []
  const order: string[] = []
  collect(trace, order)
  if (aim === 'sure') return order
  const ways = waysTo(trace, true, new Map(order.map((key, index) => [key, index])))
  const best = ways[0]
  return best === undefined ? order : order.filter((_, index) => (best >> BigInt(index)) & 1n)
}

/** Every missing fact of the parts that still matter, in reading order. */
function collect(trace: Trace, into: string[]): void {
  if (trace.verdict !== 'unknown') return
  if (isTree(trace)) for (const part of trace.parts) collect(part, into)
  else for (const key of asked(trace)) if (!into.includes(key)) into.push(key)
}

function isTree(trace: Trace): boolean {
  return trace.kind === 'all' || trace.kind === 'any' || trace.kind === 'not'
}

/** What an unknown test asks for. */
export function asked(test: Trace): readonly string[] {
  const { missing } = test.params
  return Array.isArray(missing) ? missing : []
}

/** Smallest sets of facts (as bits) with which a part may come out as wanted; smallest first, none containing another. */
function waysTo(trace: Trace, want: boolean, bits: ReadonlyMap<string, number>): readonly bigint[] {
  if (trace.kind === 'not') return waysTo(trace.parts[0]!, !want, bits)
  if (trace.kind === 'all' || trace.kind === 'any') {
    const ways = trace.parts.map((part) => waysTo(part, want, bits))
    const together = (trace.kind === 'all') === want
    if (!together) return smallest(ways.flat())
    return ways.reduce((sofar, more) => smallest(sofar.flatMap((a) => more.map((b) => a | b))), [0n])
  }
  if (trace.verdict === 'review') return [0n]
  if (trace.verdict !== 'unknown') return (trace.verdict === 'yes') === want ? [0n] : []
  let set = 0n
  for (const key of asked(trace)) set |= 1n << BigInt(bits.get(key) ?? 0)
  return [set]
}

function smallest(sets: readonly bigint[]): readonly bigint[] {
  const sorted = [...new Set(sets)].map((set) => ({ set, size: sizeOf(set) }))
  // Among sets of one size the one asking for the facts written first.
  sorted.sort((a, b) => a.size - b.size || firstBits(a.set, b.set))
  const kept: bigint[] = []
  for (const { set } of sorted) {
    if (kept.length === MOST_WAYS) break
    if (!kept.some((other) => (other & set) === other)) kept.push(set)
  }
  return kept
}

function sizeOf(set: bigint): number {
  let size = 0
  for (let rest = set; rest > 0n; rest &= rest - 1n) size++
  return size
}

function firstBits(a: bigint, b: bigint): number {
  const differ = a ^ b
  const lowest = differ & -differ
  return differ === 0n ? 0 : (a & lowest) === 0n ? 1 : -1
}

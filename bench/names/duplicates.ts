// Duplicates among many names: which pairs are worth comparing, and how fast one new name finds its like.
import { blockNames, nameIndex } from '@qiongding/names'
import { type Result, rounded } from '../measure/result.ts'
import { tfidf } from './tfidf.ts'
import type { Clustered } from './variants.ts'

/** How many pairs of one enterprise there are. */
function truePairs(cluster: Uint32Array): number {
  const sizes = new Map<number, number>()
  for (const one of cluster) sizes.set(one, (sizes.get(one) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}

/** The peer: names meet in blocks of the adjacent character pairs that at most 200 have, four of each name. */
function plainBlocks(names: readonly string[], meet: (one: number, other: number) => void): void {
  const pairsOf = (name: string) => {
    const chars = [...name.normalize('NFKC').replace(/[()]|(股份)?有限(责任)?公司$/g, '')]
    return [...new Set(chars.slice(1).map((char, at) => chars[at]! + char))]
  }
  const counts = new Map<string, number>()
  const all = names.map(pairsOf)
  for (const pairs of all) for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  const blocks = new Map<string, number[]>()
  for (const [other, pairs] of all.entries()) {
    const rare = pairs
      .filter((pair) => counts.get(pair)! <= 200)
      .sort((left, right) => counts.get(left)! - counts.get(right)!)
      .slice(0, 4)
    const met = new Set<number>()
    for (const pair of rare) {
      const block = blocks.get(pair) ?? []
      for (const one of block) met.add(one)
      block.push(other)
      blocks.set(pair, block)
    }
    for (const one of met) meet(one, other)
  }
}

export function blocking({ names, cluster }: Clustered, regions: readonly string[]): Result[] {
  const truth = truePairs(cluster)
  const run = (count: (meet: (one: number, other: number) => void) => void) => {
    const start = performance.now()
    const before = process.cpuUsage()
    let candidates = 0
    let found = 0
    count((one, other) => {
      candidates += 1
      if (cluster[one] === cluster[other]) found += 1
    })
    const { user, system } = process.cpuUsage(before)
    const seconds = (performance.now() - start) / 1000
    // The second figure holds on a busy machine too.
    return { candidates, recall: found / truth, seconds, cpu_s: (user + system) / 1e6 }
  }
  const ours = run((meet) => {
    for (const batch of blockNames(names, { regions }))
      for (let at = 0; at < batch.length; at += 2) meet(batch[at]!, batch[at + 1]!)
  })
  const peer = run((meet) => plainBlocks(names, meet))
  const of = 'blocks of adjacent pairs'
  return (['candidates', 'recall', 'seconds', 'cpu_s'] as const).flatMap((key): Result[] => {
    const unit = key === 'candidates' ? 'pairs' : key === 'recall' ? 'share' : 's'
    return [
      {
        name: `names.dup.${key}`,
        value: rounded(ours[key]),
        unit,
        of,
        ratio: rounded(ours[key] / peer[key]),
      },
      { name: `names.dup.${key}.blocks`, value: rounded(peer[key]), unit },
    ]
  })
}

/** Milliseconds of each call, sorted. */
function times(count: number, work: (at: number) => void): Float64Array {
  return Float64Array.from({ length: count }, (_, at) => {
    const start = performance.now()
    work(at)
    return performance.now() - start
  }).sort()
}

/**
 * The first four fifths of the names are registered; the last ones, each another writing of one of them, are asked for one by one,
 * and a name comes and goes between two questions.
 */
export function lookups({ names, cluster }: Clustered, regions: readonly string[]): Result[] {
  const registered = names.length - Math.floor(names.length / 5)
  const index = nameIndex({ regions })
  const start = performance.now()
  for (let at = 0; at < registered; at++) index.add(String(at), names[at]!)
  const build = (performance.now() - start) / 1000
  const search = tfidf(names.slice(0, registered))
  const asked = Math.min(5000, names.length - registered)
  const place = (at: number) => names.length - 1 - at
  let first = 0
  let five = 0
  const ours = times(asked, (at) => {
    const found = index.likely(names[place(at)]!).map(({ id }) => Number(id))
    const wanted = cluster[place(at)]!
    if (found[0] === wanted) first += 1
    if (found.includes(wanted)) five += 1
    index.add('new', names[place(at)]!)
    index.remove('new')
  })
  const askedPeer = Math.min(500, asked)
  let peerFive = 0
  const peer = times(askedPeer, (at) => {
    const found = search(names[place(at)]!, 5).map(({ at }) => at)
    if (found.includes(cluster[place(at)]!)) peerFive += 1
  })
  const at = (sorted: Float64Array, share: number) => sorted[Math.floor((sorted.length - 1) * share)]!
  const of = 'character n-gram TF-IDF'
  return [
    { name: 'names.lookup.build_s', value: rounded(build), unit: 's' },
    {
      name: 'names.lookup.p50_ms',
      value: rounded(at(ours, 0.5)),
      unit: 'ms',
      of,
      ratio: rounded(at(ours, 0.5) / at(peer, 0.5)),
    },
    { name: 'names.lookup.p50_ms.tfidf', value: rounded(at(peer, 0.5)), unit: 'ms' },
    { name: 'names.lookup.p99_ms', value: rounded(at(ours, 0.99)), unit: 'ms' },
    { name: 'names.lookup.hit1', value: rounded(first / asked), unit: 'share' },
    {
      name: 'names.lookup.hit5',
      value: rounded(five / asked),
      unit: 'share',
      of,
      ratio: rounded(five / asked / (peerFive / askedPeer)),
    },
    { name: 'names.lookup.hit5.tfidf', value: rounded(peerFive / askedPeer), unit: 'share' },
  ]
}

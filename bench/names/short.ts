// Short names of listed companies to their full registered names.
import { nameIndex } from '@qiongding/names'
import { type Result, rounded } from '../measure/result.ts'
import { regionsOf, type Table } from './data.ts'
import { tfidf } from './tfidf.ts'

/** What the exchange sets before a short name for a while (special treatment, first day): no part of the name. */
const MARK = /^(S?\*?ST|NST|N|XD|XR|DR)(?=\p{Script=Han})/u

type Hits = { readonly first: number; readonly five: number }

/** Of the rows chosen: share whose full name stands first, and among five. */
function hits(ranked: readonly (readonly number[])[], chosen: (row: number) => boolean): Hits {
  const rows = [...ranked.keys()].filter(chosen)
  const share = (most: number) =>
    rows.filter((row) => ranked[row]!.slice(0, most).includes(row)).length / rows.length
  return { first: share(1), five: share(5) }
}

function timed<T>(work: () => T): { readonly value: T; readonly seconds: number } {
  const start = performance.now()
  return { value: work(), seconds: (performance.now() - start) / 1000 }
}

/** The settings of the engine were chosen on rows 0, 2, 4 …; `hit1` is of rows 1, 3, 5 …, which it never saw. */
export function shortNames(rows: Table, folder: string): Result[] {
  const short = rows.map((row) => (row.short_name ?? '').replace(MARK, ''))
  const full = rows.map((row) => row.full_name ?? '')
  const index = nameIndex({ regions: regionsOf(folder) })
  for (const [row, name] of full.entries()) index.add(String(row), name)
  const search = tfidf(full)
  const ask = () =>
    short.map((name) => index.likely(name, { limit: 5, least: 0.2 }).map(({ id }) => Number(id)))
  const askPeer = () => short.map((name) => search(name, 5).map(({ at }) => at))
  // Once to warm up, once to count.
  ask()
  const ours = timed(ask)
  askPeer()
  const peer = timed(askPeer)
  const odd = (row: number) => row % 2 === 1
  const found = hits(ours.value, odd)
  const peerFound = hits(peer.value, odd)
  const all = hits(ours.value, () => true)
  const pairs = rows.length ** 2
  const of = 'character n-gram TF-IDF'
  const beside = (name: string, value: number, other: number, unit: string): Result[] => [
    { name, value: rounded(value), unit, of, ratio: rounded(value / other) },
    { name: `${name}.tfidf`, value: rounded(other), unit },
  ]
  return [
    ...beside('names.hit1', found.first, peerFound.first, 'share'),
    ...beside('names.hit5', found.five, peerFound.five, 'share'),
    { name: 'names.hit1_both_halves', value: rounded(all.first), unit: 'share' },
    ...beside('names.pairs_per_s', pairs / ours.seconds, pairs / peer.seconds, '1/s'),
  ]
}

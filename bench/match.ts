// `match`: which talents fit a post, at the size of a district, and how well the order of texts finds what belongs together.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { day } from '@qiongding/kernel'
import { explainPair, type OfferPool, offerPool } from '@qiongding/matching'
import { entriesOf, exactLists, exactScores, floorOf } from './match/exact.ts'
import { type Made, made } from './match/made.ts'
import { jieba, miniSearch, type Peer, postgresText } from './match/peers.ts'
import { needFacts, offerFacts, profile } from './match/profile.ts'
import { averagePrecisions, documents, reciprocalRank } from './match/quality.ts'
import { percentile } from './measure/load.ts'
import { memoryOf } from './measure/memory.ts'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { dataFolder } from './names/data.ts'

const ON = day('2031-03-01')
const TOP = 20
/** Posts compared with exact scoring, and asked of the peers: each takes seconds. */
const EXACT_POSTS = 100
const PEER_POSTS = 8
/** Facts changed one by one while needs are asked. */
const CHANGES = 200

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
const seconds = <T>(work: () => T): { value: T; s: number; cpu: number } => {
  const before = process.cpuUsage()
  const start = performance.now()
  const value = work()
  return {
    value,
    s: (performance.now() - start) / 1000,
    cpu: process.cpuUsage(before).user / 1e6,
  }
}

/** The best twenty with the words that decided, and every requirement of the first three explained. */
function answer(pool: OfferPool, post: Made, talents: readonly Made[], stated: boolean) {
  const need = needFacts(post, stated)
  const ranking = pool.rank(need, { on: ON, limit: TOP })
  for (const row of ranking.rows.slice(0, 3))
    explainPair(profile, need, offerFacts(talents[Number(row.id)]!), { on: ON })
  return ranking
}

function asked(pool: OfferPool, posts: readonly Made[], talents: readonly Made[], stated: boolean) {
  for (const post of posts.slice(0, 50)) answer(pool, post, talents, stated)
  const took: number[] = []
  const { s, cpu } = seconds(() => {
    for (const post of posts) {
      const start = performance.now()
      answer(pool, post, talents, stated)
      took.push(performance.now() - start)
    }
  })
  return {
    perSecond: posts.length / s,
    perCpu: posts.length / cpu,
    p99: percentile(
      took.toSorted((a, b) => a - b),
      0.99,
    ),
  }
}

/** The share of the exact first twenty that the pool gives; equally close ones count for each other. */
function recall(pool: OfferPool, posts: readonly Made[], lists: ReturnType<typeof exactLists>): number {
  return mean(
    posts.map((post) => {
      const scores = exactScores(lists, post)
      const last = scores.toSorted().at(-TOP)!
      const rows = pool.rank(needFacts(post, false), { on: ON, limit: TOP }).rows
      return rows.filter(({ id }) => scores[Number(id)]! >= last * (1 - 1e-9)).length / TOP
    }),
  )
}

function quality(folder: string, given: boolean, say: (text: string) => void): Result[] {
  const sets = given
    ? [folder]
    : ['chinese-dev', 'english', 'german'].map((set) => join(folder, 'talentclef', set))
  const results: Result[] = []
  for (const set of sets) {
    const each = averagePrecisions(set)
    if (!each) {
      say(`No queries, corpus_elements and qrels.tsv in ${set}: not measured.`)
      continue
    }
    const name = sets.length === 1 ? 'match.map' : `match.map.${set.split('/').at(-1)}`
    results.push(
      { name, value: rounded(mean(each)), unit: `of ${each.length} queries` },
      {
        name: `${name}.odd`,
        value: rounded(mean(each.filter((_, at) => at % 2 === 1))),
        unit: 'odd queries',
      },
    )
  }
  if (!given)
    for (const [name, of] of Object.entries(documents(folder)))
      if (of.length > 0)
        results.push({
          name: `match.mrr.${name}`,
          value: rounded(reciprocalRank(of)),
          unit: `of ${of.length} texts`,
        })
  return results
}

const beside = (name: string, peer: Peer | undefined, ours: number, of: string): Result[] =>
  peer
    ? [
        { name: `match.${name}_posts_per_s`, value: rounded(peer.posts_per_s), unit: 'posts/s' },
        { name: `match.${name}_build_s`, value: rounded(peer.build_s), unit: 's' },
        ...(peer.mb === undefined ? [] : [{ name: `match.${name}_mb`, value: rounded(peer.mb), unit: 'MB' }]),
        { name: `match.vs_${name}`, value: rounded(ours / peer.posts_per_s), unit: 'x', of },
      ]
    : []

export const match: Benchmark = async ({ talents: count, posts: many, data, say }) => {
  const folder = dataFolder(data)
  const isSet = data !== undefined && statSync(data).isDirectory() && readdirSync(data).includes('qrels.tsv')
  const results = quality(folder, isSet, say)
  if (isSet) return results
  const { talents, posts } = made(count, many)
  say(`${count} talents, ${new Set(talents.map(({ title }) => title)).size} titles …`)
  const before = memoryOf(process.pid)?.now_mb ?? 0
  const built = seconds(() => {
    const pool = offerPool(profile, {})
    for (const [at, talent] of talents.entries()) pool.put({ id: String(at), facts: offerFacts(talent) })
    return pool
  })
  const pool = built.value
  const text = asked(pool, posts, talents, false)
  const whole = asked(pool, posts, talents, true)
  const peak = (memoryOf(process.pid)?.peak_mb ?? 0) - before
  say(`${CHANGES} changes, each seen by the next question …`)
  const changed = seconds(() => {
    for (let at = 0; at < CHANGES; at++) {
      const talent = talents[at]!
      pool.put({ id: String(at), facts: offerFacts({ ...talent, years: 30 }) })
    }
  })
  for (let at = 0; at < CHANGES; at++) pool.put({ id: String(at), facts: offerFacts(talents[at]!) })
  say('Exact scoring and the floor …')
  const lists = exactLists(talents)
  const found = recall(pool, posts.slice(0, EXACT_POSTS), lists)
  const into = new Float32Array(count)
  floorOf(lists, posts.slice(0, 50), into)
  const floor = floorOf(lists, posts, into)
  results.push(
    { name: 'match.build_s', value: rounded(built.s), unit: 's' },
    { name: 'match.peak_mb', value: rounded(peak), unit: 'MB above the data' },
    {
      name: 'match.posts_per_s',
      value: rounded(text.perSecond),
      unit: 'posts/s',
      of: 'the floor',
      ratio: rounded(text.perSecond / floor),
    },
    { name: 'match.posts_per_cpu_s', value: rounded(text.perCpu), unit: 'posts/s' },
    { name: 'match.p99_ms', value: rounded(text.p99), unit: 'ms' },
    { name: 'match.stated_posts_per_s', value: rounded(whole.perSecond), unit: 'posts/s' },
    { name: 'match.stated_p99_ms', value: rounded(whole.p99), unit: 'ms' },
    { name: 'match.change_ms', value: rounded((changed.s * 1000) / CHANGES), unit: 'ms' },
    { name: 'match.recall20', value: rounded(found), unit: 'share' },
    { name: 'match.floor_posts_per_s', value: rounded(floor), unit: 'posts/s' },
    { name: 'match.entries', value: Math.round(entriesOf(lists, posts)), unit: 'entries a post' },
  )
  const words = await jieba()
  if (!words) {
    say('@node-rs/jieba is not installed (`npm install` in the bench folder): peers are not measured.')
    return results
  }
  const work = { talents, posts: posts.slice(0, PEER_POSTS), words }
  say('MiniSearch …')
  const mini = await miniSearch(work)
  say('PostgreSQL full text …')
  const postgres = await postgresText(work)
  if (!postgres) say('No PostgreSQL answers: not measured.')
  return [
    ...results,
    ...beside('minisearch', mini, text.perSecond, 'MiniSearch'),
    ...beside('pgfts', postgres, text.perSecond, "PostgreSQL, tsvector('simple') over jieba's words"),
  ]
}

// How well the order of texts finds what people judged to belong together, on public lists that are not part of the project.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { day } from '@qiongding/kernel'
import { offerPool, type Profile } from '@qiongding/matching'
import { dice } from '../measure/rows.ts'

const ON = day('2031-03-01')

/** Orders by text alone. */
export const titles: Profile = {
  id: 'titles',
  version: 1,
  need: 'post',
  offer: 'talent',
  journey: 'placement',
  requirements: [],
  text: { need: ['title'], offer: ['title'] },
}

const rowsOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split('\t') as [string, string])

/** Mean average precision of a folder with `queries`, `corpus_elements` and `qrels.tsv`, by query; undefined where they are not there. */
export function averagePrecisions(folder: string): number[] | undefined {
  const paths = ['queries', 'corpus_elements', 'qrels.tsv'].map((name) => join(folder, name))
  if (!paths.every((path) => existsSync(path))) return undefined
  const [queries, corpus, judged] = paths.map(rowsOf) as [[string, string][], [string, string][], string[][]]
  const relevant = new Map<string, Set<string>>()
  for (const [query = '', , element = '', is = '0'] of judged)
    if (Number(is) > 0) relevant.set(query, (relevant.get(query) ?? new Set()).add(element))
  // Titles that share nothing with a query stand by id: ids by lot, so that their order in the file helps nobody.
  const random = dice(7)
  const lots = corpus.slice(1).map(([id, title]) => ({ id, title, lot: random() }))
  const pool = offerPool(titles, {})
  const elementOf = new Map<string, string>()
  for (const { id, title, lot } of lots) {
    const under = `${lot.toFixed(12)}-${id}`
    elementOf.set(under, id)
    pool.put({ id: under, facts: { title } })
  }
  return queries
    .slice(1)
    .filter(([id]) => relevant.has(id))
    .map(([id, title]) => {
      const wanted = relevant.get(id)!
      const { rows } = pool.rank({ title }, { on: ON, limit: corpus.length })
      let found = 0
      let sum = 0
      rows.forEach((row, at) => {
        if (!wanted.has(elementOf.get(row.id)!)) return
        found++
        sum += found / (at + 1)
      })
      return sum / wanted.size
    })
}

type Document = { readonly asked: string; readonly text: string }

/** Long texts: the words an author or office gave, and the text they belong to. The odd ones were kept away from every choice. */
export function documents(folder: string): Record<string, Document[]> {
  const lines = <T>(path: string): T[] => {
    const file = join(folder, path)
    return existsSync(file)
      ? readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as T)
      : []
  }
  const papers = lines<{ keywords: string | string[]; abstract: string }>('csl/csl_2000.jsonl')
  const needs = lines<{ title: string; text: string }>('needs/technology-needs.jsonl')
  const odd = <T>(list: T[]) => list.filter((_, at) => at % 2 === 1)
  return {
    papers: odd(papers).map(({ keywords, abstract }) => ({
      asked: [keywords].flat().join('、'),
      text: abstract,
    })),
    needs: odd(needs).map(({ title, text }) => ({ asked: title, text })),
  }
}

/** Mean of 1 / place at which each text is found by its own words. */
export function reciprocalRank(of: readonly Document[]): number {
  const pool = offerPool(titles, {})
  for (const [at, { text }] of of.entries())
    pool.put({ id: String(at).padStart(6, '0'), facts: { title: text } })
  const places = of.map(({ asked }, at) => {
    const { rows } = pool.rank({ title: asked }, { on: ON, limit: 200 })
    const place = rows.findIndex(({ id }) => Number(id) === at)
    return place < 0 ? 0 : 1 / (place + 1)
  })
  return places.reduce((sum, one) => sum + one, 0) / of.length
}

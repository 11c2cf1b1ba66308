// Persons with true duplicates (FEBRL): names with slips and swapped parts, streets, days of birth, numbers.
import { type RecordProfile, recordIndex } from '@qiongding/names'
import { type Result, rounded } from '../measure/result.ts'
import type { Table } from './data.ts'
import { tfidf } from './tfidf.ts'

const PROFILE: Omit<RecordProfile, 'likely'> = {
  id: 'resident',
  version: 1,
  name: { fact: ['given_name', 'surname'], as: 'person', agree: 3, differ: 1 },
  facts: [
    { fact: 'soc_sec_id', as: 'code', agree: 4, differ: 2 },
    { fact: 'date_of_birth', as: 'day', agree: 3, differ: 2 },
    { fact: 'address_1', as: 'text', agree: 2, differ: 0.5 },
    { fact: 'street_number', as: 'exact', agree: 1, differ: 0.5 },
    { fact: 'suburb', as: 'text', agree: 1.5, differ: 0.5 },
    { fact: 'postcode', as: 'code', agree: 1.5, differ: 0.5 },
  ],
  same: 7,
}

type Pair = { readonly one: number; readonly other: number; readonly score: number }

/** The person a row is of: rec-223-org and rec-223-dup-0 are one. */
const personOf = (row: Table[number]): number => Number(/^rec-(\d+)-/.exec(row.rec_id ?? '')?.[1])

const factsOf = (row: Table[number]) =>
  Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) => (key === 'rec_id' || value === '' ? [] : [[key, value]])),
  )

/** Pairs with fewer points are no candidates: a single fact that two persons share by chance has as many. */
const LEAST = 3

/** Each row asks those before it; pairs with the points that they reach. */
function pairsByRecords(rows: Table): { readonly pairs: Pair[]; readonly seconds: number } {
  const start = performance.now()
  const index = recordIndex({ ...PROFILE, likely: LEAST })
  const pairs = rows.flatMap((row, other) => {
    const facts = factsOf(row)
    const found = index.likely(facts, { limit: 20 })
    index.add(String(other), facts)
    return found
      .filter(({ comparison }) => comparison.verdict !== 'unknown')
      .map(({ id, comparison }) => ({ one: Number(id), other, score: comparison.points }))
  })
  return { pairs, seconds: (performance.now() - start) / 1000 }
}

/** The peer: rows as one text, their nearest by the cosine of n-grams. */
function pairsByText(rows: Table): Pair[] {
  const texts = rows.map((row) => Object.values(factsOf(row)).join(' '))
  const search = tfidf(texts)
  return texts.flatMap((text, other) =>
    search(text, 7)
      .filter(({ at }) => at < other)
      .map(({ at, score }) => ({ one: at, other, score })),
  )
}

type Quality = { readonly precision: number; readonly recall: number }

/** Of the persons chosen: pairs from the score on that are true, and true pairs that are found. */
function quality(
  { rows, pairs, least }: { rows: Table; pairs: readonly Pair[]; least: number },
  chosen: (person: number) => boolean,
): Quality {
  const persons = rows.map(personOf)
  const sizes = new Map<number, number>()
  for (const person of persons) if (chosen(person)) sizes.set(person, (sizes.get(person) ?? 0) + 1)
  const truth = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  const found = pairs.filter(({ other, score }) => score >= least && chosen(persons[other]!))
  const right = found.filter(({ one, other }) => persons[one] === persons[other]).length
  return { precision: found.length === 0 ? 1 : right / found.length, recall: right / truth }
}

const harmonic = ({ precision, recall }: Quality) => (2 * precision * recall) / (precision + recall || 1)
const even = (person: number) => person % 2 === 0
const odd = (person: number) => !even(person)

/** The score from which on pairs count, chosen on persons with even numbers; the quality is that of the odd ones. */
function scored(rows: Table, pairs: readonly Pair[], thresholds: readonly number[]) {
  const on = (least: number) => harmonic(quality({ rows, pairs, least }, even))
  const least = thresholds.reduce((best, one) => (on(one) > on(best) ? one : best))
  return { least, ...quality({ rows, pairs, least }, odd) }
}

const steps = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, at) => from + at * step)

export function febrl(sets: readonly { readonly name: string; readonly rows: Table }[]): Result[] {
  const results = sets.flatMap(({ name, rows }) => {
    const { pairs, seconds } = pairsByRecords(rows)
    const ours = scored(rows, pairs, steps(LEAST, 8, 0.5))
    const peer = scored(rows, pairsByText(rows), steps(0.2, 0.95, 0.025))
    return [{ name, ours, peer, seconds }]
  })
  const of = 'character n-gram TF-IDF of the whole row'
  return results.flatMap(({ name, ours, peer, seconds }): Result[] => [
    ...(['precision', 'recall'] as const).flatMap((key): Result[] => [
      {
        name: `names.${name}.${key}`,
        value: rounded(ours[key]),
        unit: 'share',
        of,
        ratio: rounded(ours[key] / peer[key]),
      },
      { name: `names.${name}.${key}.tfidf`, value: rounded(peer[key]), unit: 'share' },
    ]),
    { name: `names.${name}.likely_from`, value: ours.least, unit: 'points' },
    { name: `names.${name}.seconds`, value: rounded(seconds), unit: 's' },
  ])
}

import type { Day, Facts } from '@qiongding/kernel'
import type { Clause } from '../definition.ts'
import type { Verdict } from '../judge.ts'
import { allBits, anyBits, type Bits, notBits } from './bits.ts'
import { type PlanPart, planOf } from './plan.ts'
import { type Stretch, tablesOf } from './stretch.ts'
import type { Columns } from './table.ts'
import { type BulkTest, bulkTest } from './tests.ts'

/** Subjects worked on at a time: their numbers, 16 kB a fact, stay in the processor's nearest memory. */
const STRETCH = 2048

export type JudgeOptions = {
  readonly on: Day
  readonly parameters?: Facts
  /** Only these subjects: from the first, a multiple of 32, up to but without the last. All of them unless given. */
  readonly from?: number
  readonly to?: number
}

/**
 * What one clause says of many subjects: bit `n % 32` of word `n / 32` belongs to the nth of them, counted from `from`. Both bits: yes.
 * `known` alone: no. Neither: unknown. `yes` alone: a matter for a person.
 */
export type ClauseColumn = Bits & { readonly from: number; readonly subjects: number }

/**
 * Judges many subjects by many clauses, on a day: the same verdicts as `verdictOf`, clause by clause. What clauses share is judged once.
 * A pool of workers gives each a range (`from`, `to`) of the same columns; the words of neighbouring ranges join.
 *
 * ```ts
 * const columns = columnsOf(clause.facts, subjects)
 * const [answer] = judgeColumns([clause], columns, { on: day('2026-06-01') })
 * verdictIn(answer, 0) // 'no'
 * ```
 */
export function judgeColumns(
  clauses: readonly Clause[],
  columns: Columns,
  { on, parameters = {}, from = 0, to = columns.subjects }: JudgeOptions,
): ClauseColumn[] {
  if (from % 32 !== 0 || from < 0 || to > columns.subjects || from > to)
    throw new RangeError(`not a range of subjects: ${from} to ${to} of ${columns.subjects}`)
  const lacking = clauses.flatMap(({ facts }) => facts).find((key) => !columns.facts.has(key))
  if (lacking !== undefined) throw new RangeError(`no column of a fact that a clause reads: ${lacking}`)
  const plan = planOf(clauses)
  const tests = plan.parts.map((part) =>
    part.kind === 'test' ? bulkTest(part.test, { on, parameters, trees: part.trees }) : undefined,
  )
  const subjects = to - from
  const answers = clauses.map(
    (): ClauseColumn => ({
      from,
      subjects,
      yes: new Uint32Array(Math.ceil(subjects / 32)),
      known: new Uint32Array(Math.ceil(subjects / 32)),
    }),
  )
  // The last words of a range hold no subject beyond it.
  const bounded = { ...columns, subjects: to }
  const length = Math.min(STRETCH, Math.ceil(subjects / 32) * 32)
  const bits = plan.parts.map(
    (): Bits => ({ yes: new Uint32Array(length / 32), known: new Uint32Array(length / 32) }),
  )
  const tables = tablesOf(length)
  const constants = new Map<number, Float64Array>()
  const constant = (value: number) => {
    const known = constants.get(value) ?? new Float64Array(length).fill(value)
    constants.set(value, known)
    return known
  }
  for (let start = from; start < to; start += length) {
    tables.back()
    const stretch: Stretch = {
      columns: bounded,
      parameters,
      from: start,
      length,
      tables,
      constant,
      numbers: new Map(),
      stating: new Map(),
    }
    for (const [at, part] of plan.parts.entries())
      judgePart({ part, bits, test: tests[at] }, stretch, bits[at]!)
    for (const [at, root] of plan.roots.entries()) copy(bits[root]!, answers[at]!, (start - from) / 32)
  }
  for (const answer of answers) clearBehind(answer)
  return answers
}

type Judged = { readonly part: PlanPart; readonly bits: readonly Bits[]; readonly test: BulkTest | undefined }

function judgePart({ part, bits, test }: Judged, stretch: Stretch, into: Bits): void {
  if (part.kind === 'all' || part.kind === 'any') {
    const combine = part.kind === 'all' ? allBits : anyBits
    const below = part.parts.map((each) => bits[each]!)
    combine(into, below, part.review)
  } else if (part.kind === 'not') notBits(into, bits[part.part]!)
  else if (part.kind === 'review') {
    into.yes.fill(0xffffffff)
    into.known.fill(0)
  } else test?.(stretch, into)
}

function copy(from: Bits, into: Bits, word: number): void {
  const length = Math.min(from.yes.length, into.yes.length - word)
  into.yes.set(from.yes.subarray(0, length), word)
  into.known.set(from.known.subarray(0, length), word)
}

/** Bits behind the last subject are 0, so that words can be counted. */
function clearBehind({ yes, known, subjects }: ClauseColumn): void {
  const used = subjects % 32
  if (used === 0) return
  const mask = 2 ** used - 1
  yes[yes.length - 1]! &= mask
  known[known.length - 1]! &= mask
}

/** The verdict of one subject, counted from the first of the range. */
export function verdictIn({ yes, known, subjects }: ClauseColumn, subject: number): Verdict {
  if (!(subject >= 0 && subject < subjects)) throw new RangeError(`no subject ${subject} of ${subjects}`)
  const y = (yes[subject >>> 5]! >>> (subject & 31)) & 1
  const k = (known[subject >>> 5]! >>> (subject & 31)) & 1
  return k === 1 ? (y === 1 ? 'yes' : 'no') : y === 1 ? 'review' : 'unknown'
}

/** How many subjects have each verdict. */
export function countVerdicts({ yes, known, subjects }: ClauseColumn): Readonly<Record<Verdict, number>> {
  const counts = { yes: 0, no: 0, unknown: 0, review: 0 }
  for (let word = 0; word < yes.length; word++) {
    counts.yes += ones(yes[word]! & known[word]!)
    counts.no += ones(known[word]! & ~yes[word]!)
    counts.review += ones(yes[word]! & ~known[word]!)
  }
  return { ...counts, unknown: subjects - counts.yes - counts.no - counts.review }
}

/** Bits set in a word (Hacker's Delight, 5-1). */
function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

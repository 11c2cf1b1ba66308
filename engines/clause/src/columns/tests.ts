import type { Day, Facts, Tri } from '@qiongding/kernel'
import type { Clause, Test } from '../definition.ts'
import { compileTest } from '../kinds/index.ts'
import { subjectOf } from '../numbers.ts'
import { sourcesOf } from '../sources.ts'
import { statedNumbers } from './arithmetic.ts'
import type { Bits } from './bits.ts'
import { compareBits } from './compare.ts'
import type { Stretch } from './stretch.ts'
import { type FactColumn, valueIn } from './table.ts'

type Options = { readonly on: Day; readonly parameters: Facts; readonly trees: Clause['trees'] }
/** Writes the verdicts of a stretch of subjects. */
export type BulkTest = (stretch: Stretch, into: Bits) => void

/**
 * A test over many subjects, with the verdicts of `compileTest`: what depends on one fact is judged once for each different value,
 * numbers are compared as doubles, and where neither can tell `compileTest` itself judges the subject.
 */
export function bulkTest(test: Test, { on, parameters, trees }: Options): BulkTest {
  const { verdict } = compileTest(test, trees)
  const one = (facts: Facts): Tri => verdict(subjectOf(facts, { on, parameters }))
  const keys = [...new Set(sourcesOf(test).flatMap(({ from, key }) => (from === 'fact' ? [key] : [])))]
  const judgeAt = ({ columns, from }: Stretch, at: number): Tri =>
    one(Object.fromEntries(keys.map((key) => [key, valueIn(columns.facts.get(key), from + at)])))
  const [key] = keys
  if (key === undefined) {
    const answer = one({})
    return (_, into) => fill(into, answer)
  }
  if (test.kind === 'compare') {
    const compare = compareBits(test, parameters)
    return (stretch, into) => {
      for (const at of compare(stretch, into)) set(into, at, judgeAt(stretch, at))
    }
  }
  if (test.kind !== 'amongst' && keys.length === 1) return byValue(key, one)
  return (stretch, into) => {
    fill(into, 'unknown')
    const end = Math.min(stretch.length, stretch.columns.subjects - stretch.from)
    for (let at = 0; at < end; at++) set(into, at, judgeAt(stretch, at))
  }
}

function fill(into: Bits, verdict: Tri): void {
  into.yes.fill(verdict === 'yes' ? 0xffffffff : 0)
  into.known.fill(verdict === 'unknown' ? 0 : 0xffffffff)
}

function set({ yes, known }: Bits, at: number, verdict: Tri): void {
  const bit = 1 << (at & 31)
  const word = at >>> 5
  yes[word] = verdict === 'yes' ? yes[word]! | bit : yes[word]! & ~bit
  known[word] = verdict === 'unknown' ? known[word]! & ~bit : known[word]! | bit
}

// Both bits of a verdict in one byte.
const byteOf = (verdict: Tri) => (verdict === 'yes' ? 3 : verdict === 'no' ? 2 : 0)

/**
 * What depends on one fact that is no number: judged once for each different value. Of a number such a test sees only that it is no
 * text, day, value of a list, or that something is recorded.
 */
function byValue(key: string, one: (facts: Facts) => Tri): BulkTest {
  const judged = new WeakMap<FactColumn, Uint8Array>()
  const missing = byteOf(one({}))
  const number = one({ [key]: 1 })
  const bytesOf = (column: FactColumn): Uint8Array => {
    const known = judged.get(column)
    if (known) return known
    const bytes = Uint8Array.of(missing, ...column.values.map((value) => byteOf(one({ [key]: value }))))
    judged.set(column, bytes)
    return bytes
  }
  return (stretch, into) => {
    const column = stretch.columns.facts.get(key)
    if (column?.codes) byCode({ stretch, codes: column.codes, bytes: bytesOf(column) }, into)
    else fill(into, one({}))
    if (!column?.numbers || byteOf(number) === missing) return
    const values = statedNumbers(stretch, key)
    for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at]!)) set(into, at, number)
  }
}

type Coded = { readonly stretch: Stretch; readonly codes: Uint32Array; readonly bytes: Uint8Array }

function byCode({ stretch, codes, bytes }: Coded, { yes, known }: Bits): void {
  for (let word = 0; word < yes.length; word++) {
    const start = stretch.from + word * 32
    const length = Math.min(32, codes.length - start)
    let y = 0
    let k = 0
    for (let at = 0; at < length; at++) {
      const byte = bytes[codes[start + at]!]!
      y |= (byte & 1) << at
      k |= (byte >>> 1) << at
    }
    yes[word] = y
    known[word] = k
  }
}

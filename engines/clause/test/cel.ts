import { parse } from '@marcbachmann/cel-js'
import type { Facts, Value } from '@qiongding/kernel'
import fc from 'fast-check'
import type { ClauseSource } from '../src/definition.ts'
import { FLAGS, MONEY, RUNGS } from './subjects.ts'

/**
 * One rule in two languages: a clause, and CEL (Common Expression Language) over `s`. In CEL a fact that is not there is an error, and
 * `&&` and `||` pass an error on unless the other side decides: Kleene's logic under another name. Numbers are whole, so that doubles
 * are exact; a quotient is multiplied out, and a zero denominator reads a fact that nobody has.
 */
export type Twofold = { readonly clause: ClauseSource; readonly cel: string }

const twofold = (clause: ClauseSource, cel: string): Twofold => ({ clause, cel })
const operator = fc.constantFrom('>=', '<=', '>', '<', '=', '!=')
const inCel = (text: string) => (text === '=' ? '==' : text)
const money = fc.constantFrom(...MONEY)
const whole = fc.integer({ min: 0, max: 40 })
const inQuotes = (words: readonly string[]) => words.map((word) => `"${word}"`).join(', ')
const list = (items: readonly string[]) => `[${items.map((item) => JSON.stringify(item)).join(', ')}]`
const WORDS = ['alpha', 'beta', 'gamma']
/** What lies at or under each code, and what lies above it. */
const UNDER: Record<string, { at: string[]; above: string[] }> = {
  A: { at: ['A', 'A1', 'A11'], above: [] },
  A1: { at: ['A1', 'A11'], above: ['A'] },
  A11: { at: ['A11'], above: ['A', 'A1'] },
  B: { at: ['B'], above: [] },
}
// Days before 2031-03-01 on which a span of years or days is full.
const AGES = { '1年': '2030-03-01', '3年': '2028-03-01', '10天': '2031-02-19', '0天': '2031-03-01' }

const test: fc.Arbitrary<Twofold> = fc.oneof(
  fc
    .tuple(money, operator, whole)
    .map(([a, op, n]) => twofold(`${a} ${op} ${n}元`, `s.${a} ${inCel(op)} ${n}.0`)),
  fc
    .tuple(money, money, operator, money)
    .map(([a, b, op, c]) => twofold(`${a} + ${b} ${op} ${c}`, `s.${a} + s.${b} ${inCel(op)} s.${c}`)),
  fc
    .tuple(money, money, operator, whole)
    .map(([a, b, op, n]) =>
      twofold(
        `${a} / ${b} ${op} ${n * 5}%`,
        `(s.${a} == s.${a} && s.${b} == 0.0 ? s.never : s.${a} * 100.0 ${inCel(op)} s.${b} * ${n * 5}.0)`,
      ),
    ),
  fc
    .tuple(money, money, operator, whole)
    .map(([a, b, op, n]) =>
      twofold(
        `(${a} - ${b}) / ${b} ${op} ${n * 5}%`,
        `(s.${a} == s.${a} && s.${b} == 0.0 ? s.never : (s.${a} - s.${b}) * 100.0 ${inCel(op)} s.${b} * ${n * 5}.0)`,
      ),
    ),
  fc.constantFrom(...FLAGS).map((key) => twofold(key, `s.${key}`)),
  fc.constantFrom(...FLAGS).map((key) => twofold(`${key} = false`, `!s.${key}`)),
  fc
    .constantFrom(...RUNGS)
    .map((id) => twofold(`rung >= ${id}`, `s.rung in ${list(RUNGS.slice(RUNGS.indexOf(id)))}`)),
  fc
    .subarray(RUNGS, { minLength: 1 })
    .map((ids) => twofold(`rung in {${ids.join(', ')}}`, `s.rung in ${list(ids)}`)),
  fc.constantFrom('A', 'A1', 'A11', 'B').map((code) => {
    const { at, above } = UNDER[code]!
    return twofold(`code in tree ${code}`, `(s.code in ${list(above)} ? s.never : s.code in ${list(at)})`)
  }),
  fc
    .constantFrom('2030-06-30', '2031-03-01', '2028-02-28')
    .chain((day) => operator.map((op) => twofold(`born ${op} ${day}`, `s.born ${inCel(op)} "${day}"`))),
  fc
    .constantFrom(...(Object.keys(AGES) as (keyof typeof AGES)[]))
    .map((span) => twofold(`age of born >= ${span}`, `s.born <= "${AGES[span]}"`)),
  fc
    .uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
    .map((words) => twofold(`words has any {${inQuotes(words)}}`, `s.words.exists(w, w in ${list(words)})`)),
  fc
    .uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
    .map((words) =>
      twofold(
        `words has all {${inQuotes(words)}}`,
        `(${words.map((word) => `"${word}" in s.words`).join(' && ')})`,
      ),
    ),
  fc.constantFrom(...WORDS).map((word) => twofold(`place = "${word}"`, `s.place == "${word}"`)),
  money.map((key) => twofold(`${key} known`, `has(s.${key})`)),
)

/** Rules of any shape in both languages. */
export const rule: fc.Arbitrary<Twofold> = fc.letrec<{ rule: Twofold }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    test,
    fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('rule'), { minLength: 1, maxLength: 4 }))
      .map(([kind, parts]) =>
        twofold(
          { [kind]: parts.map(({ clause }) => clause) },
          `(${parts.map(({ cel }) => cel).join(kind === 'all' ? ' && ' : ' || ')})`,
        ),
      ),
    tie('rule').map(({ clause, cel }) => twofold({ not: clause }, `!(${cel})`)),
  ),
})).rule

/** A subject with whole numbers, some facts missing. */
export const subject: fc.Arbitrary<Facts> = fc.record(
  {
    ...Object.fromEntries(MONEY.map((key) => [key, whole])),
    ...Object.fromEntries(FLAGS.map((key) => [key, fc.boolean()])),
    rung: fc.constantFrom(...RUNGS),
    code: fc.constantFrom('A', 'A1', 'A11', 'B'),
    born: fc.constantFrom('2031-03-01', '2031-02-19', '2031-02-20', '2030-03-01', '2028-02-29', '2020-12-31'),
    words: fc.subarray(WORDS),
    place: fc.constantFrom(...WORDS),
  } as Record<string, fc.Arbitrary<Value>>,
  { requiredKeys: [] },
)

/** What CEL says: an error is unknown. */
export function celVerdict(cel: string): (facts: Facts) => 'yes' | 'no' | 'unknown' {
  const evaluate = parse(cel)
  return (facts) => {
    try {
      return evaluate({ s: facts }) === true ? 'yes' : 'no'
    } catch {
      return 'unknown'
    }
  }
}

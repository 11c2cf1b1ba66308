import { day, type Facts, type Value } from '@qiongding/kernel'
import fc from 'fast-check'
import type { ClauseSource } from '../src/definition.ts'
import { type Clause, checkClause, dictionaryOf, type FactDefinition, judge } from '../src/index.ts'

export const label = (text: string) => ({ zh: text, en: text })
export const fact = (key: string, more: Omit<FactDefinition, 'key' | 'label' | 'of'>): FactDefinition => ({
  key,
  label: label(key),
  of: 'enterprise',
  ...more,
})
export const MONEY = ['m0', 'm1', 'm2', 'm3']
export const FLAGS = ['f0', 'f1', 'f2', 'f3', 'f4']
export const RUNGS = ['low', 'middle', 'high']
export const dictionary = dictionaryOf({
  facts: [
    ...MONEY.map((key) => fact(key, { type: 'number', unit: '万元' })),
    ...FLAGS.map((key) => fact(key, { type: 'boolean' })),
    fact('staff', { type: 'number', unit: '人' }),
    fact('rung', {
      type: 'enum',
      ordered: true,
      values: RUNGS.map((id) => ({ id, label: label(`${id}er`) })),
    }),
    fact('code', { type: 'tree', tree: 'tree' }),
    fact('born', { type: 'day' }),
    fact('words', { type: 'list' }),
    fact('place', { type: 'text' }),
  ],
  trees: {
    tree: [
      { code: 'A', label: 'a' },
      { code: 'A1', parent: 'A', label: 'a one' },
      { code: 'A11', parent: 'A1', label: 'a one one' },
      { code: 'B', label: 'b' },
    ],
  },
})
export const ON = day('2031-03-01')

export function clauseOf(source: ClauseSource): Clause {
  const { clause, findings } = checkClause(source, dictionary)
  if (!clause) throw new Error(JSON.stringify({ source, findings }))
  return clause
}
export const verdict = (source: ClauseSource, facts: Facts) =>
  judge(clauseOf(source), facts, { on: ON }).verdict

export const operator = fc.constantFrom('>=', '<=', '>', '<', '=', '!=')
export const ordering = fc.constantFrom('>=', '<=', '>', '<')
export const money = fc.constantFrom(...MONEY)
export const percent = fc.integer({ min: -400, max: 400 }).map((n) => `${n / 8}%`)
export const amount = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom('万元', '元', '亿元', '千元'))
  .map(([n, unit]) => `${n / 4}${unit}`)
export const sum: fc.Arbitrary<string> = fc.letrec<{ sum: string }>((tie) => ({
  sum: fc.oneof(
    { depthSize: 'small' },
    money,
    amount,
    fc.tuple(tie('sum'), fc.constantFrom('+', '-'), tie('sum')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('sum'), fc.integer({ min: 0, max: 9 })).map(([a, n]) => `${a} * ${n / 3 === 1 ? 3 : n}`),
  ),
})).sum
export const withFact = (line: string) => /m\d|staff/.test(line)

export const numeric = fc.oneof(
  fc.tuple(sum, operator, sum).map(([a, op, b]) => `${a} ${op} ${b}`),
  fc.tuple(sum, sum, operator, percent).map(([a, b, op, p]) => `(${a}) / (${b}) ${op} ${p}`),
  fc.tuple(money, money, operator, percent).map(([a, b, op, p]) => `(${a} - ${b}) / ${b} ${op} ${p}`),
  fc.tuple(operator, fc.integer({ min: 0, max: 50 })).map(([op, n]) => `staff ${op} ${n}人`),
)
export const numericTest = numeric.filter(withFact)
export const plainTest = fc.oneof(
  fc.constantFrom(...FLAGS),
  fc.constantFrom(...FLAGS).map((key) => `${key} = false`),
  fc.tuple(operator, fc.constantFrom(...RUNGS)).map(([op, id]) => `rung ${op} ${id}`),
  fc.subarray(RUNGS, { minLength: 1 }).map((ids) => `rung in {${ids.join(', ')}}`),
  fc.subarray(['A', 'A1', 'A11', 'B'], { minLength: 1 }).map((codes) => `code in tree {${codes.join(', ')}}`),
  fc
    .tuple(operator, fc.integer({ min: 0, max: 36 }), fc.constantFrom('月', '年', '天'))
    .map(([op, n, unit]) => `age of born ${op} ${n}${unit}`),
  fc
    .tuple(operator, fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 40 }), fc.constantFrom('月', '天'))
    .map(([op, sign, n, unit]) => `born ${op} on ${sign} ${n}${unit}`),
  fc
    .tuple(fc.constantFrom('any', 'all'), fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }))
    .map(([mode, words]) => `words has ${mode} {${words.map(quoted).join(', ')}}`),
  fc.string().map((text) => `place = ${quoted(text)}`),
)
export const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
export const anyTest = fc.oneof(numericTest, plainTest)

export const treeOf = (leaf: fc.Arbitrary<ClauseSource>) =>
  fc.letrec<{ tree: ClauseSource }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom('all', 'any'), fc.array(tie('tree'), { minLength: 1, maxLength: 4 }))
        .map(([kind, parts]) => ({ [kind]: parts })),
      tie('tree').map((part) => ({ not: part })),
    ),
  })).tree
export const review = fc.constant<ClauseSource>({ review: label('look') })
export const machineTree = treeOf(anyTest)
export const anyTree = treeOf(fc.oneof({ weight: 8, arbitrary: anyTest }, { weight: 1, arbitrary: review }))

export const decimal = fc.oneof(
  fc.integer({ min: 0, max: 200_000 }).map((n) => n / 4),
  fc.integer({ min: -1000, max: 1000 }).map((n) => Number(`${n}e-2`)),
  fc.constantFrom(0, 10_000, 11_500, 34.5, 30, 1e9, 1e-7),
)
export const dayArb = fc.date({
  min: new Date('2027-01-01'),
  max: new Date('2034-12-31'),
  noInvalidDate: true,
})
export const complete = fc.record({
  ...Object.fromEntries(MONEY.map((key) => [key, decimal])),
  ...Object.fromEntries(FLAGS.map((key) => [key, fc.boolean()])),
  staff: fc.integer({ min: 0, max: 60 }),
  rung: fc.constantFrom(...RUNGS),
  code: fc.constantFrom('A', 'A1', 'A11', 'B'),
  born: dayArb.map((date) => date.toISOString().slice(0, 10)),
  words: fc.array(fc.string(), { maxLength: 4 }),
  place: fc.string({ minLength: 1 }),
}) as fc.Arbitrary<Record<string, Value>>
/** The same subject known a little, and known better. */
export const twice = fc
  .tuple(complete, fc.infiniteStream(fc.boolean()), fc.infiniteStream(fc.boolean()))
  .map(([facts, early, later]) => {
    const less: Record<string, Value> = {}
    const more: Record<string, Value> = {}
    for (const [key, value] of Object.entries(facts)) {
      const known = early.next().value
      if (known) less[key] = value
      if (known || later.next().value) more[key] = value
    }
    return { less, more }
  })

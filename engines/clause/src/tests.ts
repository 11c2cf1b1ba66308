import { addDays, daysBetween, type Trace, type Tri, triOf, type Value } from '@qiongding/kernel'
import { asDay, compileDay, fullOn } from './days.ts'
import type { Choice, Clause, Ladder, Operator, Source, Test } from './definition.ts'
import { compareFractions } from './exact.ts'
import { compileNumber, operand, type Subject, valueAt } from './numbers.ts'

/** A test ready to run: its verdict, and what goes into the trace besides. */
export type CompiledTest = {
  readonly verdict: (subject: Subject) => Tri
  readonly operands: (subject: Subject) => readonly Trace[]
  /** What explains the verdict: operator, what was asked, why it is unknown. */
  readonly about: (subject: Subject, operands: readonly Trace[]) => Trace['params']
}

export function compileTest(test: Test, trees: Clause['trees']): CompiledTest {
  switch (test.kind) {
    case 'compare':
      return compare(test)
    case 'amongst':
      return amongst(test)
    case 'enum':
      return ladder(test)
    case 'enum-in':
      return ladderIn(test)
    case 'text':
    case 'text-in':
      return text(test)
    case 'day':
      return day(test)
    case 'age':
      return age(test)
    case 'flag':
      return flag(test)
    case 'tree':
      return tree(test, trees[test.tree] ?? {})
    case 'has':
      return has(test)
    case 'known':
      return known(test)
  }
}

/** Whether an order (-1, 0, 1) fulfils an operator. */
export function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    case '=':
      return order === 0
    case '!=':
      return order !== 0
  }
}

type Of<K extends Test['kind']> = Test & { readonly kind: K }

function compare(test: Of<'compare'>): CompiledTest {
  const left = compileNumber(test.left)
  const right = compileNumber(test.right)
  const { operator, unit } = test
  // Two doubles are ordered as the decimals they stand for: nothing can go wrong between a fact and a constant.
  const simple = isSingle(test.left) && isSingle(test.right)
  return {
    verdict: (subject) => {
      const a = left.quick(subject)
      if (a === undefined) return 'unknown'
      const errorA = subject.error
      const b = right.quick(subject)
      if (b === undefined) return 'unknown'
      const difference = a - b
      if (simple || Math.abs(difference) > 2 * (errorA + subject.error))
        return holds(operator, difference) ? 'yes' : 'no'
      const exactA = left.exact(subject)
      const exactB = right.exact(subject)
      if (!exactA || !exactB) return 'unknown'
      return holds(operator, compareFractions(exactA, exactB)) ? 'yes' : 'no'
    },
    operands: (subject) => [left.trace(subject), right.trace(subject)],
    about: (_, [actual, required]) => ({
      operator,
      ...(unit !== undefined && { unit }),
      actual: actual?.params.value,
      required: required?.params.value,
    }),
  }
}

const isSingle = (of: { readonly kind: string }) => of.kind === 'source' || of.kind === 'number'

function amongst(test: Of<'amongst'>): CompiledTest {
  const of = compileNumber(test.of)
  const numbers = test.numbers.map(compileNumber)
  return {
    verdict: (subject) => {
      const value = of.exact(subject)
      if (!value) return 'unknown'
      let answer: Tri = 'no'
      for (const number of numbers) {
        const other = number.exact(subject)
        if (!other) answer = 'unknown'
        else if (compareFractions(value, other) === 0) return 'yes'
      }
      return answer
    },
    operands: (subject) => [of.trace(subject), ...numbers.map((number) => number.trace(subject))],
    about: (_, [actual]) => ({
      ...(test.unit !== undefined && { unit: test.unit }),
      actual: actual?.params.value,
    }),
  }
}

/** The values a choice stands for; undefined where its parameter is not known. */
function chosen(choice: Choice): (subject: Subject) => readonly string[] | undefined {
  if ('values' in choice) return () => choice.values
  const read = valueAt({ from: 'parameter', key: choice.parameter })
  return (subject) => {
    const value = read(subject)
    return value === undefined || typeof value === 'number' || typeof value === 'boolean'
      ? undefined
      : typeof value === 'string'
        ? [value]
        : value
  }
}

/** Traces of a source and of what it is held against. */
function operandsOf(source: Source, choice?: Choice): (subject: Subject) => readonly Trace[] {
  const read = valueAt(source)
  const than = choice && chosen(choice)
  return (subject) => {
    const own = operand(source.from, { key: source.key, value: read(subject) })
    if (!choice || !than) return [own]
    const value = than(subject)
    return 'parameter' in choice
      ? [own, operand('parameter', { key: choice.parameter, value })]
      : [own, operand('values', { value })]
  }
}

const sides = (operator: string) => (_: Subject, parts: readonly Trace[]) => ({
  operator,
  actual: parts[0]?.params.value,
  required: parts[1]?.params.value,
})

/** Place of a value on the ladder; what is not listed is unknown. */
function placeOf(places: Ladder, value: Value | undefined): number | undefined {
  return typeof value === 'string' && Object.hasOwn(places, value) ? places[value] : undefined
}

function ladder(test: Of<'enum'>): CompiledTest {
  const read = valueAt(test.of)
  const than = chosen(test.than)
  return {
    verdict: (subject) => {
      const own = placeOf(test.ladder, read(subject))
      const other = placeOf(test.ladder, than(subject)?.[0])
      return own === undefined || other === undefined ? 'unknown' : triOf(holds(test.operator, own - other))
    },
    operands: operandsOf(test.of, test.than),
    about: sides(test.operator),
  }
}

function ladderIn(test: Of<'enum-in'>): CompiledTest {
  const read = valueAt(test.of)
  const amongstWhich = chosen(test.values)
  return {
    verdict: (subject) => {
      const own = placeOf(test.ladder, read(subject))
      const values = amongstWhich(subject)
      if (own === undefined || !values) return 'unknown'
      const places = values.map((value) => placeOf(test.ladder, value))
      return places.includes(own) ? 'yes' : places.includes(undefined) ? 'unknown' : 'no'
    },
    operands: operandsOf(test.of, test.values),
    about: sides('in'),
  }
}

/** Texts are the same regardless of width (NFKC), letter case and surrounding blanks. */
export function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

function text(test: Of<'text'> | Of<'text-in'>): CompiledTest {
  const read = valueAt(test.of)
  const choice = test.kind === 'text' ? test.than : test.values
  const than = chosen(choice)
  const operator = test.kind === 'text' ? test.operator : 'in'
  return {
    verdict: (subject) => {
      const own = read(subject)
      const values = than(subject)
      if (typeof own !== 'string' || !values) return 'unknown'
      const same = values.map(folded).includes(folded(own))
      return triOf(operator === '!=' ? !same : same)
    },
    operands: operandsOf(test.of, choice),
    about: sides(operator),
  }
}

function day(test: Of<'day'>): CompiledTest {
  const left = compileDay(test.left)
  const right = compileDay(test.right)
  return {
    verdict: (subject) => {
      const a = left.day(subject)
      const b = right.day(subject)
      if (a === undefined || b === undefined) return 'unknown'
      return triOf(holds(test.operator, a < b ? -1 : a > b ? 1 : 0))
    },
    operands: (subject) => [left.trace(subject), right.trace(subject)],
    about: sides(test.operator),
  }
}

function age(test: Of<'age'>): CompiledTest {
  const read = valueAt(test.of)
  const { operator, span } = test
  return {
    verdict: (subject) => {
      const born = asDay(read(subject))
      if (born === undefined) return 'unknown'
      const full = fullOn(born, span)
      return triOf(holds(operator, full < subject.on ? 1 : full > subject.on ? -1 : 0))
    },
    operands: (subject) => {
      const own = asDay(read(subject))
      return [operand(test.of.from, { key: test.of.key, value: own }), operand('on', { value: subject.on })]
    },
    about: (subject, [own]) => {
      const born = asDay(own?.params.value)
      if (born === undefined) return { operator, required: span.amount, unit: span.unit }
      const full = fullOn(born, span)
      // The first day on which the test turns: a day later where the span must be exceeded.
      const turns = operator === '>' || operator === '<=' ? addDays(full, 1) : full
      return {
        operator,
        required: span.amount,
        unit: span.unit,
        actualDays: daysBetween(born, subject.on),
        turns,
      }
    },
  }
}

function flag(test: Of<'flag'>): CompiledTest {
  const read = valueAt(test.of)
  return {
    verdict: (subject) => {
      const value = read(subject)
      return typeof value === 'boolean' ? triOf(value === test.is) : 'unknown'
    },
    operands: operandsOf(test.of),
    about: (_, [own]) => ({ actual: own?.params.value, required: test.is }),
  }
}

function tree(test: Of<'tree'>, parents: Readonly<Record<string, string>>): CompiledTest {
  const read = valueAt(test.of)
  const codes = chosen(test.codes)
  const under = (code: string, above: string): boolean => {
    for (let at: string | undefined = code; at; at = parents[at]) if (at === above) return true
    return false
  }
  /** A coarser code than the one asked for may still turn out to lie under it; a code outside the tree says nothing. */
  const one = (code: string, asked: readonly string[]): Tri => {
    if (!Object.hasOwn(parents, code)) return 'unknown'
    if (asked.some((above) => under(code, above))) return 'yes'
    if (asked.some((above) => under(above, code) || !Object.hasOwn(parents, above))) return 'unknown'
    return 'no'
  }
  return {
    verdict: (subject) => {
      const value = read(subject)
      const asked = codes(subject)
      if (value === undefined || typeof value === 'number' || typeof value === 'boolean' || !asked)
        return 'unknown'
      let answer: Tri = 'no'
      for (const code of typeof value === 'string' ? [value] : value) {
        const verdict = one(code, asked)
        if (verdict === 'yes') return 'yes'
        if (verdict === 'unknown') answer = 'unknown'
      }
      return answer
    },
    operands: operandsOf(test.of, test.codes),
    about: (subject, parts) => ({ ...sides('in')(subject, parts), tree: test.tree }),
  }
}

function has(test: Of<'has'>): CompiledTest {
  const read = valueAt(test.of)
  const asked = chosen(test.values)
  const { ladder: places, mode } = test
  const same = places
    ? (item: string) => placeOf(places, item)
    : (item: string): string | number | undefined => folded(item)
  return {
    verdict: (subject) => {
      const value = read(subject)
      const wanted = asked(subject)
      if (!Array.isArray(value) || !wanted) return 'unknown'
      const items = value.map(same)
      const open = items.includes(undefined)
      let met = 0
      let unsure = 0
      for (const want of wanted) {
        const key = same(want)
        if (key !== undefined && items.includes(key)) met++
        else if (key === undefined || open) unsure++
      }
      if (mode === 'all')
        return met === wanted.length ? 'yes' : met + unsure === wanted.length ? 'unknown' : 'no'
      return met > 0 ? 'yes' : unsure > 0 ? 'unknown' : 'no'
    },
    operands: operandsOf(test.of, test.values),
    about: (subject, parts) => {
      const value = read(subject)
      const items = Array.isArray(value) ? value.map(same) : []
      const lacks = asked(subject)?.filter((want) => !items.includes(same(want)))
      return { ...sides(mode === 'one' ? 'has' : `has ${mode}`)(subject, parts), lacks }
    },
  }
}

function known(test: Of<'known'>): CompiledTest {
  const read = valueAt(test.of)
  return {
    verdict: (subject) => triOf(read(subject) !== undefined),
    operands: operandsOf(test.of),
    about: (_, [own]) => ({ actual: own?.params.value }),
  }
}

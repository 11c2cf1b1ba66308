import type { Expression, Operator, Test } from '../definition.ts'
import { joined, NotForLists, OPERATORS, type Setting, type SqlPart, typed } from './pieces.ts'

/** A number as one exact numeric over another, as in memory; without `under` it is whole. Sums and products of numerics are exact, quotients are not. */
type Fraction = { readonly over: readonly SqlPart[]; readonly under?: readonly SqlPart[] }

/** Pieces of one number at most: fractions of fractions of fractions repeat their parts, and a query is no place for that. */
const MOST_PIECES = 2000

export function compareSql(line: Test & { readonly kind: 'compare' }, setting: Setting): SqlPart[] {
  return ordered(fraction(line.left, setting), line.operator, fraction(line.right, setting))
}

export function amongstSql(line: Test & { readonly kind: 'amongst' }, setting: Setting): SqlPart[] {
  const own = fraction(line.of, setting)
  return joined(
    line.numbers.map((number) => ordered(own, '=', fraction(number, setting))),
    ' or ',
  )
}

/** Two fractions compared by multiplying out; a negative denominator turns the order round. */
function ordered(left: Fraction, operator: Operator, right: Fraction): SqlPart[] {
  const a = times(left.over, right.under)
  const b = times(right.over, left.under)
  const under = product(left.under, right.under)
  const compared = ` ${OPERATORS[operator]} `
  return under ? ['(', ...a, ' - ', ...b, ') * ', ...under, compared, '0'] : [...a, compared, ...b]
}

function fraction(of: Expression, setting: Setting): Fraction {
  if (of.kind === 'number') return { over: [{ value: String(of.value) }, '::numeric'] }
  if (of.kind === 'source') return { over: typed(of.source, 'number', '::numeric', setting) }
  const found = combined(of.kind, fraction(of.left, setting), fraction(of.right, setting))
  if (found.over.length + (found.under?.length ?? 0) > MOST_PIECES) throw new NotForLists()
  return found
}

function combined(kind: 'add' | 'subtract' | 'multiply' | 'divide', a: Fraction, b: Fraction): Fraction {
  switch (kind) {
    case 'multiply':
      return made(times(a.over, b.over), product(a.under, b.under))
    case 'divide':
      // A zero denominator makes it unknown.
      return made(times(a.over, b.under), times(['nullif(', ...b.over, ', 0)'], a.under))
    default: {
      const sign = kind === 'add' ? ' + ' : ' - '
      const over = ['(', ...times(a.over, b.under), sign, ...times(b.over, a.under), ')']
      return made(over, product(a.under, b.under))
    }
  }
}

const made = (over: readonly SqlPart[], under: readonly SqlPart[] | undefined): Fraction =>
  under ? { over, under } : { over }

const times = (a: readonly SqlPart[], b: readonly SqlPart[] | undefined): readonly SqlPart[] =>
  b ? ['(', ...a, ' * ', ...b, ')'] : a

const product = (a: readonly SqlPart[] | undefined, b: readonly SqlPart[] | undefined) =>
  a ? times(a, b) : b

import type { Tri } from '@qiongding/kernel'
import { compareFractions } from '../exact.ts'
import { compileNumber } from '../numbers.ts'
import { type CompiledTest, holds, type Of } from './shared.ts'

export function compare(test: Of<'compare'>): CompiledTest {
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

export function amongst(test: Of<'amongst'>): CompiledTest {
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

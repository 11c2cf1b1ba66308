import type { Facts } from '@qiongding/kernel'
import type { Operator, Test } from '../definition.ts'
import { sourcesOf } from '../sources.ts'
import { type Numbers, numbersOf, parameterOf, stated, statedNumbers } from './arithmetic.ts'
import type { Bits } from './bits.ts'
import type { Stretch } from './stretch.ts'

type Compare = Extract<Test, { kind: 'compare' }>

/** Who of a stretch states a number of a fact, 32 a word. */
function stating(stretch: Stretch, key: string): Uint32Array {
  const known = stretch.stating.get(key)
  if (known) return known
  const values = statedNumbers(stretch, key)
  const words = stretch.tables.words()
  for (let word = 0, from = 0; word < words.length; word++, from += 32) {
    let bits = 0
    for (let at = 0; at < 32; at++) bits |= (Number.isNaN(values[from + at]) ? 0 : 1) << at
    words[word] = bits
  }
  stretch.stating.set(key, words)
  return words
}

const isSingle = (of: { readonly kind: string }) => of.kind === 'source' || of.kind === 'number'

/**
 * A comparison over a stretch: writes its verdicts, and returns the subjects of whom doubles cannot tell, because the difference is
 * within the error of its sides. Their bits are left open.
 */
export function compareBits(
  test: Compare,
  parameters: Facts,
): (stretch: Stretch, into: Bits) => readonly number[] {
  const { left, right, operator } = test
  const sources = sourcesOf(test)
  const keys = [...new Set(sources.filter(({ from }) => from === 'fact').map(({ key }) => key))]
  const missing = sources.some(
    ({ from, key }) => from === 'parameter' && Number.isNaN(parameterOf(parameters, key)),
  )
  const simple = isSingle(left) && isSingle(right)
  return (stretch, into) => {
    into.known.fill(missing ? 0 : 0xffffffff)
    for (const key of keys) {
      const words = stating(stretch, key)
      for (let word = 0; word < words.length; word++) into.known[word]! &= words[word]!
    }
    const sides = { left: numbersOf(left, stretch), right: numbersOf(right, stretch) }
    if (!simple) return approximately(operator, sides, into)
    // Two doubles are ordered as the decimals they stand for.
    exactly(operator, sides, into)
    return []
  }
}

type Sides = { readonly left: Numbers; readonly right: Numbers }

function exactly(operator: Operator, { left, right }: Sides, { yes, known }: Bits): void {
  const [a, b] = [left.values, right.values]
  // What is known and not less is at least as much: three loops say six operators.
  const opposite = operator === '>=' || operator === '<=' || operator === '!='
  if (operator === '>' || operator === '<=') greaterBits(a, b, yes)
  else if (operator === '<' || operator === '>=') greaterBits(b, a, yes)
  else equalBits(a, b, yes)
  for (let word = 0; word < yes.length; word++)
    yes[word] = known[word]! & (opposite ? ~yes[word]! : yes[word]!)
}

function greaterBits(a: Float64Array, b: Float64Array, into: Uint32Array): void {
  for (let word = 0, from = 0; word < into.length; word++, from += 32) {
    let bits = 0
    for (let at = 0; at < 32; at++) bits |= (a[from + at]! > b[from + at]! ? 1 : 0) << at
    into[word] = bits
  }
}

function equalBits(a: Float64Array, b: Float64Array, into: Uint32Array): void {
  for (let word = 0, from = 0; word < into.length; word++, from += 32) {
    let bits = 0
    for (let at = 0; at < 32; at++) bits |= (a[from + at] === b[from + at] ? 1 : 0) << at
    into[word] = bits
  }
}

function approximately(operator: Operator, { left, right }: Sides, { yes, known }: Bits): number[] {
  const doubtful: number[] = []
  const wantsGreater = operator === '>' || operator === '>=' || operator === '!='
  const wantsLess = operator === '<' || operator === '<=' || operator === '!='
  for (let word = 0, from = 0; word < yes.length; word++, from += 32) {
    let greater = 0
    let less = 0
    for (let at = 0; at < 32; at++) {
      const a = left.values[from + at]!
      const b = right.values[from + at]!
      const errorA = left.errors ? left.errors[from + at]! : stated(a)
      const errorB = right.errors ? right.errors[from + at]! : stated(b)
      const difference = a - b
      const room = 2 * (errorA + errorB)
      greater |= (difference > room ? 1 : 0) << at
      less |= (difference < -room ? 1 : 0) << at
    }
    known[word]! &= ~((left.undone?.[word] ?? 0) | (right.undone?.[word] ?? 0))
    yes[word] = known[word]! & ((wantsGreater ? greater : 0) | (wantsLess ? less : 0))
    let open = known[word]! & ~(greater | less)
    for (; open !== 0; open &= open - 1) doubtful.push(from + 31 - Math.clz32(open & -open))
  }
  return doubtful
}

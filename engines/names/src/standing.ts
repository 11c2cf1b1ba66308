import type { Trace, Value } from '@qiongding/kernel'
import { compareNames, inOrder } from './compare.ts'
import { readCreditCode } from './credit-code.ts'
import { dateOf } from './dates.ts'
import type { ComparedAs } from './definition.ts'
import type { NameOptions } from './normalise.ts'
import { comparePersons, edits, isLatin, LONGEST_COMPARED, type Standing, slipsIn } from './person.ts'
import { plainName } from './plain.ts'
import { simplify } from './traditional.ts'

/** How one line of two records stands, the reason where it is not plain, and what agrees and differs in names of enterprises. */
export type FactStanding = {
  readonly how: Standing
  readonly why?: string
  readonly parts?: readonly Trace[]
}

/** Chinese writing of which this part stands in the same order in both is one text written twice. */
const SAME_TEXT = 5 / 6

const textOf = (value: Value | undefined): string =>
  value === undefined ? '' : typeof value === 'object' ? [...value].sort().join('、') : String(value)

/** Compares the values of one line. What one of them lacks is unknown, never a disagreement. */
export function standingOf(
  as: ComparedAs,
  one: readonly (Value | undefined)[],
  other: readonly (Value | undefined)[],
  options: NameOptions,
): FactStanding {
  const left = one.map(textOf)
  const right = other.map(textOf)
  if (left.every((text) => text.trim() === '') || right.every((text) => text.trim() === ''))
    return { how: 'unknown' }
  switch (as) {
    case 'person': {
      const { how, swapped } = comparePersons(left, right)
      return swapped ? { how, why: 'swapped' } : { how }
    }
    case 'enterprise': {
      const { verdict, trace } = compareNames(left.join(''), right.join(''), options)
      if (verdict === 'same') return { how: 'agree' }
      const { parts } = trace
      return verdict === 'different' ? { how: 'differ', parts } : { how: 'near', why: verdict, parts }
    }
    case 'code':
      return codes(left.join(''), right.join(''))
    case 'day':
      return days(left.join(''), right.join(''))
    case 'text':
      return texts(left.join(' '), right.join(' '))
    default:
      return { how: plainName(left.join(' ')) === plainName(right.join(' ')) ? 'agree' : 'differ' }
  }
}

function codes(one: string, other: string): FactStanding {
  const [left, right] = [one, other].map((text) => plainName(text).replace(/[-'.·]/g, '')) as [string, string]
  if (left === right) return { how: 'agree' }
  if (left.length === 18 || right.length === 18) {
    const [first, second] = [readCreditCode(one), readCreditCode(other)]
    const meant = [first.value ?? first.likely, second.value ?? second.likely]
    if (meant[0] !== undefined && meant[0] === meant[1]) return { how: 'near', why: 'code-slip' }
    if (first.value === undefined || second.value === undefined) {
      return edits(left, right, 2) <= 2
        ? { how: 'near', why: 'code-slip' }
        : { how: 'unknown', why: 'code-does-not-hold' }
    }
    return { how: 'differ' }
  }
  return edits(left, right, 1) <= 1 ? { how: 'near', why: 'code-slip' } : { how: 'differ' }
}

function days(one: string, other: string): FactStanding {
  const [left, right] = [dateOf(one), dateOf(other)]
  if (!left || !right) {
    if (plainName(one) === plainName(other)) return { how: 'agree' }
    return { how: 'unknown', why: 'not-a-day' }
  }
  const common = Math.min(left.length, right.length)
  if (left.slice(0, common).every((part, at) => part === right[at])) {
    // A year alone says too little to agree with a day.
    return common > 1 || left.length === right.length ? { how: 'agree' } : { how: 'near', why: 'coarse' }
  }
  const [digits, others] = [left, right].map((parts) =>
    parts
      .slice(0, common)
      .map((part) => String(part).padStart(2, '0'))
      .join(''),
  ) as [string, string]
  if (common === 3 && left[0] === right[0] && left[1] === right[2] && left[2] === right[1])
    return { how: 'near', why: 'swapped' }
  return common > 1 && edits(digits, others, 1) <= 1 ? { how: 'near', why: 'slip' } : { how: 'differ' }
}

function texts(one: string, other: string): FactStanding {
  if (dateOf(one) && dateOf(other)) return days(one, other)
  const [left, right] = [simplify(plainName(one)), simplify(plainName(other))]
  if (left === right) return { how: 'agree' }
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  if (short.length >= 4 && long.includes(short)) return { how: 'near', why: 'part' }
  // Another house number is another house.
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).join(' ')
  if (numbers(left) !== numbers(right)) return { how: 'differ' }
  const most = slipsIn(long.length)
  const alike = isLatin(long)
    ? edits(left, right, most) <= most
    : long.length <= LONGEST_COMPARED && inOrder(left, right) >= SAME_TEXT * long.length
  return alike ? { how: 'near', why: 'slip' } : { how: 'differ' }
}

import type { Value } from '@qiongding/kernel'
import { compareNames, likeness } from './compare.ts'
import { readCreditCode } from './credit-code.ts'
import type { ComparedAs } from './definition.ts'
import { type NameOptions, plainName } from './normalise.ts'
import { comparePersons, edits, type Standing } from './person.ts'

/** How one line of two records stands, and the reason where it is not plain. */
export type FactStanding = { readonly how: Standing; readonly why?: string }

/** Free writing that shares this part of its character pairs is one text written twice. */
const SAME_TEXT = 0.8

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
      const { verdict } = compareNames(left.join(''), right.join(''), options)
      if (verdict === 'same') return { how: 'agree' }
      return verdict === 'different' ? { how: 'differ' } : { how: 'near', why: verdict }
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

/** Year, month and day where a text is plainly a date: `2019-03-05`, `1990.3`, `1990年3月`, `19900305`, `1990`. */
function dateOf(text: string): readonly number[] | undefined {
  const plain = plainName(text)
  const run = /^(\d{4})(\d{2})(\d{2})?$/.exec(plain)
  const apart = /^(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2}))?)?[日月年]?$/.exec(plain)
  const found = (run ?? apart)
    ?.slice(1)
    .filter((part) => part !== undefined)
    .map(Number)
  if (!found || found[0]! < 1800 || found[0]! > 2200) return undefined
  return (found[1] ?? 1) > 12 || (found[2] ?? 1) > 31 ? undefined : found
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
  const [left, right] = [plainName(one), plainName(other)]
  if (left === right) return { how: 'agree' }
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).join(' ')
  if (short.length >= 4 && long.includes(short)) return { how: 'near', why: 'part' }
  if (numbers(left) !== numbers(right)) return { how: 'differ' }
  return likeness(left, right) >= SAME_TEXT ? { how: 'near', why: 'writing' } : { how: 'differ' }
}

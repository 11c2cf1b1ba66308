import type { Facts, Value } from '@qiongding/kernel'
import { readCreditCode } from './credit-code.ts'
import { dateOf } from './dates.ts'
import { type ComparedFact, keysOf } from './definition.ts'
import { type NameOptions, normaliseName } from './normalise.ts'
import { wordsOf } from './person.ts'
import { plainName } from './plain.ts'

const textOf = (value: Value | undefined) =>
  value === undefined ? '' : typeof value === 'object' ? [...value].sort().join('、') : String(value)

/** A record's value of one line as a text that is equal where two values agree (but for slips); undefined where it says nothing. */
export function meetingText(line: ComparedFact, facts: Facts, options: NameOptions): string | undefined {
  const texts = keysOf(line).map((key) => textOf(facts[key]))
  const text = texts.join(' ').trim()
  if (text === '') return undefined
  switch (line.as) {
    case 'person':
      return wordsOf(texts).sort().join(' ') || undefined
    case 'enterprise':
      return normaliseName(text, options).core
    case 'code': {
      const { value, likely } = readCreditCode(text)
      return value ?? likely ?? plainName(text).replace(/[-'.·]/g, '')
    }
    default: {
      // A day meets its month.
      const date = dateOf(text)
      return date ? date.slice(0, 2).join('-') : plainName(text)
    }
  }
}

/** A text and the line it stands on as a number of 32 bits, never 0 (FNV-1a). */
export function meetingKey(line: number, text: string): number {
  let hash = Math.imul(0x811c9dc5 ^ line, 0x01000193)
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0 || 1
}

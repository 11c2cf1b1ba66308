import type { Finding } from '@qiongding/kernel'

/** The 31 characters of a unified social credit code: no I, O, S, V, Z (GB 32100-2015, 4.1). */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** Weights of the first 17 places, 3^(i-1) mod 31 (GB 32100-2015, 5.1). */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const LENGTH = 18
/** Letters that stand for a digit in handwriting and scans; the code uses none of them. */
const LOOKALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5' }

/** Letters of the code that stand for a digit where only digits can be: places 3 to 8, the region. */
const DIGIT_LOOKALIKES: Readonly<Record<string, string>> = { B: '8', D: '0', G: '6', L: '1', Q: '0', U: '0' }

/** Check character of the first 17 characters of a credit code; undefined where one of them is not of the alphabet. */
export function creditCheckCharacter(body: string): string | undefined {
  if (body.length !== LENGTH - 1) return undefined
  let sum = 0
  for (const [index, char] of [...body].entries()) {
    const value = ALPHABET.indexOf(char)
    if (value < 0) return undefined
    sum += value * WEIGHTS[index]!
  }
  return ALPHABET[(31 - (sum % 31)) % 31]
}

/**
 * What a written credit code is: the code in its plain form when it holds, otherwise error findings with the likely code.
 * A likely code always holds; none is offered where more than one place would have to be guessed.
 */
export type CreditCodeReading = {
  readonly value?: string
  readonly likely?: string
  readonly findings: readonly Finding[]
}

function error(code: string, value: string, facts: NonNullable<Finding['facts']>): Finding {
  return { code, level: 'error', at: {}, value, facts }
}

function folded(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000\u00a0\u200b-\u200f\ufeff'-]/g, '')
}

/** True where a code has the shape and check character of GB 32100-2015. The register alone knows whether it was issued. */
function holds(code: string): boolean {
  return (
    /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code) &&
    creditCheckCharacter(code.slice(0, 17)) === code[17]
  )
}

/**
 * Reads a unified social credit code: width, case, spaces and hyphens do not matter; letters that are no part of it, a wrong
 * length and a wrong check character are findings with the likely code where there is just one.
 *
 * ```ts
 * readCreditCode('91110000600037342L').findings[0]?.code
 * // 'credit-code-check'
 * ```
 */
export function readCreditCode(text: string): CreditCodeReading {
  const plain = folded(text).toUpperCase()
  if (holds(plain)) return { value: plain, findings: [] }
  if (plain.length !== LENGTH) {
    return { findings: [error('credit-code-length', text, { length: plain.length, expected: LENGTH })] }
  }
  const places = [...plain].flatMap((char, index) => (ALPHABET.includes(char) ? [] : [index]))
  const body = places.filter((index) => index < LENGTH - 1)
  if (body.length > 0) {
    const likely = [...plain]
      .map((char, index) => (index < LENGTH - 1 ? (LOOKALIKES[char] ?? char) : char))
      .join('')
    const facts = { place: body[0]! + 1, letter: plain[body[0]!]! }
    if (holds(likely)) return { likely, findings: [error('credit-code-letter', text, { ...facts, likely })] }
    return { findings: [error('credit-code-letter', text, facts)] }
  }
  const region = plain.slice(2, 8)
  if (/\D/.test(region)) {
    const digits = region.replace(/\D/g, (letter) => DIGIT_LOOKALIKES[letter] ?? letter)
    const likely = plain.slice(0, 2) + digits + plain.slice(8)
    if (holds(likely)) return { likely, findings: [error('credit-code-region', text, { region, likely })] }
    return { findings: [error('credit-code-region', text, { region })] }
  }
  const check = creditCheckCharacter(plain.slice(0, LENGTH - 1))!
  const likely = plain.slice(0, LENGTH - 1) + check
  const facts = { place: LENGTH, letter: plain[LENGTH - 1]!, expected: check, likely }
  return { likely, findings: [error('credit-code-check', text, facts)] }
}

import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { stdnum } from 'stdnum'
import { describe, expect, it } from 'vitest'
import { creditCheckCharacter, readCreditCode } from './index.ts'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/**
 * The published package refuses two things the standard allows: a letter for the registering department (A, N, Y) and the check
 * character 0, where it looks past the end of its alphabet. It is asked about all other codes.
 */
const oracle = (code: string) => stdnum.CN!.uscc!.validate(code).isValid
const asked = (code: string) => /^\d{2}/.test(code) && !code.endsWith('0')

const body = fc
  .tuple(
    fc.constantFrom(...'159ANY'),
    fc.constantFrom(...'1239'),
    fc.stringMatching(/^[0-9]{6}$/),
    fc.array(fc.constantFrom(...ALPHABET), { minLength: 9, maxLength: 9 }).map((chars) => chars.join('')),
  )
  .map((parts) => parts.join(''))

describe('credit codes', () => {
  it('the published vectors', ({ skip }) => {
    const file = new URL('../../../../shared/data/uscc/test_vectors.json', import.meta.url)
    if (!existsSync(file)) skip('../shared/data is not here')
    const { vectors }: { vectors: { code: string; valid: boolean }[] } = JSON.parse(
      readFileSync(file, 'utf8'),
    )
    expect(vectors.length).toBeGreaterThan(0)
    for (const { code, valid } of vectors) expect(readCreditCode(code).value !== undefined, code).toBe(valid)
  })

  it('agrees with an independent implementation, on right codes and on every slip of one character', () => {
    fc.assert(
      fc.property(body, fc.nat(17), fc.constantFrom(...ALPHABET), (head, place, char) => {
        const code = head + creditCheckCharacter(head)!
        if (asked(code)) expect(oracle(code)).toBe(true)
        expect(readCreditCode(code)).toEqual({ value: code, findings: [] })
        const slipped = code.slice(0, place) + char + code.slice(place + 1)
        if (asked(slipped)) expect(readCreditCode(slipped).value !== undefined).toBe(oracle(slipped))
        // One wrong character never passes: that is what the check character is for.
        if (slipped !== code) expect(readCreditCode(slipped).value).toBeUndefined()
      }),
      { numRuns: 3000 },
    )
  })

  it('never throws, and whatever it takes or thinks likely holds', () => {
    const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 24 }), fc.stringMatching(/^[0-9A-Z]{18}$/))
    fc.assert(
      fc.property(any, (text) => {
        const { value, likely, findings } = readCreditCode(text)
        expect(value === undefined).toBe(findings.length > 0)
        if (value !== undefined && asked(value)) expect(oracle(value)).toBe(true)
        if (likely !== undefined && asked(likely)) expect(oracle(likely)).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  it('says what is wrong', () => {
    const read = (text: string) => {
      const { value, likely, findings } = readCreditCode(text)
      return [value, likely, ...findings.map(({ code }) => code)]
    }
    expect(read(' ９１１１００００６０００３７３４１ｌ ')).toEqual(['91110000600037341L', undefined])
    expect(read('9111-0000-6000-3734-1L')).toEqual(['91110000600037341L', undefined])
    expect(read('911100006OOO37341L')).toEqual([undefined, '91110000600037341L', 'credit-code-letter'])
    expect(read('9III0000600037341L')).toEqual([undefined, '91110000600037341L', 'credit-code-letter'])
    expect(read('91110000600037342L')).toEqual([undefined, '91110000600037342P', 'credit-code-check'])
    expect(read('9111000060003734')).toEqual([undefined, undefined, 'credit-code-length'])
    expect(read('9111000V600037341L')).toEqual([undefined, undefined, 'credit-code-letter'])
    expect(read('9111OO00600037341L')).toEqual([undefined, '91110000600037341L', 'credit-code-letter'])
    expect(read('9111DU00600037341L')).toEqual([undefined, '91110000600037341L', 'credit-code-region'])
    expect(read('911100A0600037341L')).toEqual([undefined, undefined, 'credit-code-region'])
  })
})

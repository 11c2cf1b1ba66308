/** GB 32100-2015: letters and digits of a unified social credit code, without I, O, S, V and Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** GB 11714-1997: weights of the organisation code's check digit. */
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** Characters before the two check digits. */
export const CREDIT_CODE_BODY = 16

/** A well-formed credit code: the prefix, the number padded to sixteen characters, and both check digits. The number must fit. */
export function creditCode(prefix: string, number: number): string {
  const body = prefix + String(number).padStart(CREDIT_CODE_BODY - prefix.length, '0')
  const organisation = [...body.slice(8)].reduce(
    (sum, letter, index) => sum + organisationValue(letter) * (ORGANISATION_WEIGHTS[index] as number),
    0,
  )
  const checked = body + ('0123456789X'[(11 - (organisation % 11)) % 11] as string)
  const total = [...checked].reduce(
    (sum, letter, index) => sum + ((ALPHABET.indexOf(letter) * 3 ** index) % 31),
    0,
  )
  return checked + (ALPHABET[(31 - (total % 31)) % 31] as string)
}

function organisationValue(letter: string): number {
  return letter <= '9' ? Number(letter) : letter.charCodeAt(0) - 55
}

/** What a stored number looks like under its format, held against the number itself. */
export type Seen =
  | {
      readonly kind: 'number'
      /** The amount in the unit beside it: what is seen counts, in the precision of what is stored. */
      readonly amount: number
      readonly unit: string
      readonly currency?: true
      /** The format shows the number in another size than is stored. */
      readonly scaled?: true
      /** The number as stored under a percent format: already a share, to its last digit. */
      readonly share?: number
    }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'differs' }

const SHOWN = /^([-+(]?)\s*([¥￥]?)\s*([-+]?)\s*([\d,]*(?:\.\d*)?)(?:[eE]([+-]?\d+))?\s*\)?\s*([^\d]*)$/
/** Thousands and what Chinese formats put between them: `#,##0,` and `0!.0,` show a part of the stored number. */
const SCALES = [3, 4, 6, 8, 9]

/** Equal as far as the shown decimals tell. */
function agrees(shown: number, decimals: number, exponent: number, value: number): boolean {
  const step = 10 ** (exponent - decimals)
  // Nothing that an office counts is smaller than the last term: it is the rest of binary arithmetic.
  return Math.abs(shown - value) <= step * 0.5 * (1 + 1e-9) + Math.abs(value) * 1e-9 + 1e-15
}

/** The amount and the unit that are seen in the text of a stored number; `text` is folded. */
export function seenNumber(text: string, value: number): Seen {
  if (text === '') return { kind: 'hidden' }
  const match = SHOWN.exec(text)
  if (!match) return { kind: 'number', amount: value, unit: text }
  const [, before = '', sign = '', after = '', digits = '', power, unit = ''] = match
  const currency = sign === '' ? {} : { currency: true as const }
  // A dash in the place of a nought, as in accounts.
  if (digits === '' || digits === '.') {
    if (before === '-' && unit === '')
      return value === 0 ? { kind: 'number', amount: 0, unit: '' } : { kind: 'differs' }
    return { kind: 'number', amount: value, unit: text }
  }
  const plain = digits.replaceAll(',', '')
  const decimals = plain.includes('.') ? plain.length - plain.indexOf('.') - 1 : 0
  const exponent = power === undefined ? 0 : Number(power)
  const negative = before === '-' || before === '(' || after === '-'
  const shown = Number(plain) * 10 ** exponent * (negative ? -1 : 1)
  const is = (amount: number) => agrees(shown, decimals, exponent, amount)
  const found = (amount: number, scaled?: true, share?: number): Seen => ({
    kind: 'number',
    amount,
    unit,
    ...currency,
    ...(scaled && { scaled }),
    ...(share !== undefined && { share }),
  })
  if (unit === '%' || unit === '‰') {
    const times = unit === '%' ? 100 : 1000
    if (is(value * times)) return found(exactTimes(value, times), undefined, value)
    return is(value) ? found(value) : { kind: 'differs' }
  }
  if (is(value)) return found(value)
  // A format may leave the sign to a colour: the amount is what is stored.
  if (!negative && is(-value)) return found(value)
  for (const scale of SCALES) if (is(value / 10 ** scale)) return found(exactTimes(value, 10 ** -scale), true)
  return { kind: 'differs' }
}

/** A product without the binary rest: 0.053 times 100 is 5.3. */
function exactTimes(value: number, times: number): number {
  return Number((value * times).toPrecision(15))
}

import type { Day } from '@qiongding/kernel'
import { readAsks } from './asks.ts'
import { readCompany } from './company.ts'
import { type DayFound, readStart, readVisit } from './days.ts'
import { readMoney } from './money.ts'
import { masked, readContact, readPhone } from './people.ts'
import { type MeasureFound, readLand, readPower, readSpace } from './places.ts'
import { halfWidth, partsOf, type Span } from './text.ts'

export type ChatField =
  | 'company'
  | 'contact'
  | 'phone'
  | 'amount'
  | 'space'
  | 'land'
  | 'power'
  | 'visitOn'
  | 'startOn'

/** One field that was read: its value, how it was written, and where. */
export type ReadField = {
  readonly field: ChatField
  /** Money in yuan, space in ㎡, land in 亩, power in kVA, days as YYYY-MM-DD. */
  readonly value: string | number
  /** The other end of a range of money. */
  readonly upTo?: number
  /** How it may be shown to others. */
  readonly shown?: string
  readonly written: string
  readonly span: Span
  /** `phase`: only a first phase is spoken of. `month`: only the month is. */
  readonly remark?: 'phase' | 'month'
}

/** Why a field stays unknown. */
export type Unread = 'not-said' | 'vague' | 'several' | 'range' | 'foreign-currency'

export type ChatDraft = {
  readonly read: readonly ReadField[]
  readonly unread: readonly { readonly field: ChatField; readonly why: Unread }[]
  readonly asks: readonly { readonly id: string; readonly span: Span }[]
  /** Enterprises that are spoken of and were not taken. */
  readonly others: readonly string[]
}

/**
 * What a chat says of an investment. Only what is written is read; what is vague, or said in two ways, stays unknown with the reason.
 *
 * @example
 * readChat('演示星河光电科技有限公司拟投资2.5亿元', { today: day('2026-03-04'), asks: [] }).read[1]
 * // { field: 'amount', value: 250000000, written: '2.5亿', ... }
 */
export function readChat(
  pasted: string,
  { today, asks }: { readonly today: Day; readonly asks: readonly string[] },
): ChatDraft {
  const parts = partsOf(halfWidth(pasted))
  const read: ReadField[] = []
  const unread: { field: ChatField; why: Unread }[] = []

  const company = readCompany(parts)
  if ('found' in company) {
    const { value, span } = company.found
    // As it was pasted: only the reader needs one width.
    const written = pasted.slice(span.from, span.to)
    read.push({ field: 'company', value, written, span })
  } else unread.push({ field: 'company', why: company.why })

  for (const [field, said] of [
    ['contact', readContact(parts)],
    ['phone', readPhone(parts)],
  ] as const)
    if ('found' in said) {
      const { value, span } = said.found
      const written = pasted.slice(span.from, span.to)
      read.push({ field, value, ...(field === 'phone' && { shown: masked(value) }), written, span })
    } else unread.push({ field, why: said.why })

  const money = readMoney(parts)
  if ('found' in money) {
    const { value, upTo, written, span } = money.found
    const range = upTo !== undefined && { upTo }
    read.push({
      field: 'amount',
      value,
      ...range,
      written,
      span,
      ...(money.phase && { remark: 'phase' as const }),
    })
  } else unread.push({ field: 'amount', why: money.why })

  const measured: readonly (readonly [ChatField, MeasureFound])[] = [
    ['space', readSpace(parts)],
    ['land', readLand(parts)],
    ['power', readPower(parts)],
  ]
  for (const [field, said] of measured)
    if ('found' in said) read.push({ field, ...said.found })
    else unread.push({ field, why: said.why })

  const dated: readonly (readonly [ChatField, DayFound])[] = [
    ['visitOn', readVisit(parts, today)],
    ['startOn', readStart(parts, today)],
  ]
  for (const [field, said] of dated)
    if ('found' in said) {
      const { value, month, written, span } = said.found
      read.push({ field, value, written, span, ...(month && { remark: 'month' as const }) })
    } else unread.push({ field, why: said.why })

  return { read, unread, asks: readAsks(parts, asks), others: company.others }
}

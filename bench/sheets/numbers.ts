// Amounts as offices write them. The unit of a bare number comes from the column; a cell may bring its own.
import type { SheetFact } from '@qiongding/sheets'
import type { Habits } from './habits.ts'
import {
  type CellWritten,
  type Dice,
  type Drawn,
  grouped,
  inNumerals,
  type Meaning,
  text,
  wide,
} from './written.ts'

/** Units of one dimension with how many base units each is, and whether a value can be written in it without long decimals. */
export type UnitWritten = { readonly sign: string; readonly size: number; readonly digits: number }

const MONEY: readonly UnitWritten[] = [
  { sign: '元', size: 1, digits: 0 },
  { sign: '千元', size: 1e3, digits: 1 },
  { sign: '万元', size: 1e4, digits: 2 },
  { sign: '百万元', size: 1e6, digits: 4 },
  { sign: '亿元', size: 1e8, digits: 4 },
]
const PERSONS: readonly UnitWritten[] = [{ sign: '人', size: 1, digits: 0 }]
const AREA: readonly UnitWritten[] = [
  { sign: '㎡', size: 1, digits: 1 },
  { sign: '平方米', size: 1, digits: 1 },
  { sign: 'm²', size: 1, digits: 1 },
  { sign: '万平方米', size: 1e4, digits: 3 },
  { sign: '亩', size: 2000 / 3, digits: 2 },
  { sign: '公顷', size: 1e4, digits: 2 },
]
const PIECES: readonly UnitWritten[] = ['件', '个', '项', '家'].map((sign) => ({ sign, size: 1, digits: 0 }))
const YEARS: readonly UnitWritten[] = [{ sign: '年', size: 365.25, digits: 0 }]
const MONTHS: readonly UnitWritten[] = [{ sign: '个月', size: 30.4375, digits: 0 }]

/** Units a column of this fact may be kept in; the first is the dictionary's own. */
export function unitsOf(fact: SheetFact): readonly UnitWritten[] {
  const all = [MONEY, PERSONS, AREA, PIECES, YEARS, MONTHS].find((units) =>
    units.some(({ sign }) => sign === fact.unit || (fact.unit === '月' && sign === '个月')),
  )
  if (!all) return []
  const own = all.find(({ sign }) => sign === fact.unit) ?? all[0]!
  return [own, ...all.filter((unit) => unit !== own)]
}

/** How a column keeps its amounts: its unit (none where every cell says its own) and its bounds in base units. */
export type AmountColumn = {
  readonly fact: SheetFact
  readonly unit: UnitWritten | undefined
  readonly units: readonly UnitWritten[]
  readonly middle: number
}

/** An amount near the middle of its column, in steps that the unit can show. */
function amountIn(unit: UnitWritten, column: AmountColumn, dice: Dice): { digits: string; value: number } {
  const spread = 10 ** ((dice.share() + dice.share() - 1) * 0.9)
  const digits = column.fact.decimals === 0 && unit.size === 1 ? 0 : unit.digits
  const most = column.fact.max ?? Number.POSITIVE_INFINITY
  const least = column.fact.min ?? 0
  const wanted = Math.min(most, Math.max(least, (column.middle * spread) / unit.size))
  const steps = Math.max(1, Math.round(wanted * 10 ** digits))
  const plain = (steps / 10 ** digits).toFixed(digits)
  const shown = dice.chance(0.7)
    ? plain.replace(/\.?0+$/, (zeros) => (plain.includes('.') ? '' : zeros))
    : plain
  // Money and areas in whole hundredths of their base unit: no binary rest.
  const value = Math.round((steps * unit.size * 100) / 10 ** digits) / 100
  const exact = unit.sign === '亩' || unit.size % 1 !== 0 ? (steps * unit.size) / 10 ** digits : value
  return { digits: shown, value: exact }
}

const said = (cell: CellWritten, value: number, written: string, about?: true): Drawn => ({
  cell,
  meaning: { is: 'value', value, written, ...(about && { about }) },
})
const planted = (written: string, cell: CellWritten, means?: number): Drawn => ({
  cell,
  meaning: { is: 'planted', written, ...(means !== undefined && { means }) } as Meaning,
})

/** Bare: the digits alone, in the unit of the column. */
function bare(digits: string, value: number, dice: Dice): Drawn {
  const number = Number(digits)
  return dice.weigh<() => Drawn>([
    [5, () => said({ as: 'number', value: number }, value, 'stored')],
    [2, () => said({ as: 'number', value: number, format: '#,##0.00' }, value, 'stored, grouped')],
    [1, () => said({ as: 'number', value: number, format: '0.0_ ' }, value, 'stored, rounded in view')],
    [1, () => said({ as: 'number', value: number, formula: true }, value, 'stored by a formula')],
    [2, () => said(text(digits), value, 'plain text')],
    [2, () => said(text(grouped(digits)), value, 'thousands marks')],
    [1, () => said(text(wide(digits)), value, 'full width')],
    [1, () => said(text(wide(grouped(digits))), value, 'full width, thousands marks')],
    [1, () => said(text(` ${digits}${dice.pick([' ', '　', '\u00a0', ''])}`), value, 'stray spaces')],
    [0.3, () => said({ as: 'text', text: digits, rich: true }, value, 'partly coloured')],
  ])()
}

/** With its own unit beside the digits. */
function beside(unit: UnitWritten, digits: string, value: number, dice: Dice): Drawn {
  const short = unit.sign === '万元' || unit.sign === '亿元' ? unit.sign[0]! : unit.sign
  return dice.weigh<() => Drawn>([
    [4, () => said(text(`${digits}${unit.sign}`), value, 'own unit')],
    [1, () => said(text(`${digits} ${unit.sign}`), value, 'own unit after a space')],
    [1, () => said(text(`${grouped(digits)}${unit.sign}`), value, 'own unit, thousands marks')],
    [1, () => said(text(`${wide(digits)}${unit.sign}`), value, 'own unit, full width')],
    [1, () => said(text(`${digits}${short}`), value, 'own unit, short')],
    [
      0.7,
      () =>
        said(
          { as: 'number', value: Number(digits), format: `General"${unit.sign}"` },
          value,
          'own unit by its format',
        ),
    ],
  ])()
}

/** A number whose format shows another size than is stored: what the office sees is what it means. */
function scaledInView(digits: string, value: number, unit: UnitWritten): Drawn | undefined {
  const shown = Number(digits)
  if (!Number.isInteger(shown)) return undefined
  const stored = (format: string) =>
    said(
      { as: 'number', value: shown * unit.size, format },
      value,
      'stored in yuan, shown in the larger unit',
    )
  if (unit.sign === '千元') return stored('#,##0,')
  if (unit.sign === '百万元') return stored('#,##0,,')
  return unit.sign === '万元' ? stored('0!.0000"万元"') : undefined
}

function approximate(drawn: { digits: string; value: number; unit: string }, dice: Dice): Drawn {
  const { digits, value, unit } = drawn
  const forms = [
    `约${digits}${unit}`,
    `${digits}${unit}左右`,
    `大约${digits}${unit}`,
    `近${digits}${unit}`,
    `约 ${digits}${unit}`,
  ]
  if (/^\d+0$/.test(digits)) forms.push(`${digits}余${unit}`, `${digits}多${unit}`)
  return said(text(dice.pick(forms)), value, 'about', true)
}

function range(column: AmountColumn, unit: UnitWritten, sign: string, dice: Dice): Drawn {
  const one = amountIn(unit, column, dice)
  const other = amountIn(unit, column, dice)
  const [low, high] = one.value <= other.value ? [one, other] : [other, one]
  const open: readonly [string, Meaning][] = [
    [`${low.digits}${sign}以上`, { is: 'range', from: low.value, written: 'at least' }],
    [`≥${low.digits}${sign}`, { is: 'range', from: low.value, written: 'at least' }],
    [`不少于${low.digits}${sign}`, { is: 'range', from: low.value, written: 'at least' }],
    [`不超过${low.digits}${sign}`, { is: 'range', to: low.value, written: 'at most' }],
    [`${low.digits}${sign}以内`, { is: 'range', to: low.value, written: 'at most' }],
  ]
  if (low.value === high.value || dice.chance(0.4)) {
    const [form, meaning] = dice.pick(open)
    return { cell: text(form), meaning }
  }
  const form = dice.pick([
    `${low.digits}-${high.digits}${sign}`,
    `${low.digits}～${high.digits}${sign}`,
    `${low.digits}${sign}至${high.digits}${sign}`,
    `${low.digits}${sign}-${high.digits}${sign}`,
    `${low.digits}—${high.digits}${sign}`,
    `${wide(low.digits)}－${wide(high.digits)}${sign}`,
  ])
  return { cell: text(form), meaning: { is: 'range', from: low.value, to: high.value, written: 'range' } }
}

/** Slips that show: a reader who looks closely sees that something is wrong. */
function slip(column: AmountColumn, unit: UnitWritten, sign: string, dice: Dice): Drawn {
  const { digits, value } = amountIn(unit, column, dice)
  const forms: [string, string, number?][] = [
    ['a full stop at the end', `${digits}。`, value],
    ['two points', digits.includes('.') ? digits.replace('.', '..') : `${digits}..5`],
    ['a word', dice.pick(['见附件', '详见年报', '同去年', '另报', '已提交'])],
    [
      'another dimension',
      `${digits}${column.fact.unit === '人' || column.fact.unit === undefined ? '万元' : '人'}`,
    ],
    ['foreign money', `${digits}万美元`],
    ['two amounts', `${digits}${sign}（含税），${digits}${sign}（不含税）`],
    ['a sum', `${digits}+${digits}`],
    ['a change', `由${digits}增至${digits}`],
  ]
  if (digits.includes('0')) forms.push(['letter O', digits.replace('0', 'O'), value])
  if (digits.includes('1')) forms.push(['letter l', digits.replace('1', 'l'), value])
  if (digits.includes('.')) forms.push(['Chinese point', digits.replace('.', '。'), value])
  // Three digits after it would be a thousands mark.
  if (/\.(\d|\d\d|\d{4,})$/.test(digits)) forms.push(['comma for point', digits.replace('.', '，'), value])
  if (digits.length > 4 && !digits.includes('.'))
    forms.push(['marks at the wrong place', `${digits.slice(0, -2)},${digits.slice(-2)}`, value])
  if (unit.sign === '万元')
    forms.push(['a slip in the unit', `${digits}万无`, value], ['a slip in the unit', `${digits}玩元`, value])
  if (column.fact.min === 0) forms.push(['below zero', `-${digits}`])
  if (/^\d{2,}$/.test(digits)) forms.push(['a space inside', `${digits[0]} ${digits.slice(1)}`, value])
  const [written, form, means] = dice.pick(forms)
  return planted(written, text(form), means)
}

function numerals(column: AmountColumn, unit: UnitWritten, dice: Dice): Drawn | undefined {
  if (unit.size > 1e4 || unit.size % 1 !== 0) return undefined
  const { digits, value } = amountIn(unit, column, dice)
  const whole = Number(digits)
  if (!Number.isInteger(whole) || whole < 1 || whole > 99_999_999) return undefined
  return said(text(`${inNumerals(whole)}${dice.chance(0.5) ? unit.sign : ''}`), value, 'Chinese numerals')
}

/** One cell of a column of amounts. */
export function drawAmount(column: AmountColumn, habits: Habits, dice: Dice): Drawn {
  const { unit, units } = column
  const own = unit ?? dice.pick(units.slice(0, 3))
  const drawn = amountIn(own, column, dice)
  const sign = unit === undefined ? own.sign : dice.chance(0.5) ? own.sign : ''
  const kind = dice.weigh(habits.amounts)
  if (kind === 'other unit' && units.length > 1) {
    const other = dice.pick(units.slice(0, 5))
    const amount = amountIn(other, column, dice)
    return beside(other, amount.digits, amount.value, dice)
  }
  if (kind === 'about') return approximate({ ...drawn, unit: sign }, dice)
  if (kind === 'range') return range(column, own, sign, dice)
  if (kind === 'slip') return slip(column, own, sign, dice)
  if (kind === 'numerals') return numerals(column, own, dice) ?? beside(own, drawn.digits, drawn.value, dice)
  if (kind === 'some')
    return { cell: text(dice.pick(habits.some)), meaning: { is: 'unknown', written: 'said, not counted' } }
  if (kind === 'scaled' && unit !== undefined) {
    const scaled = scaledInView(drawn.digits, drawn.value, own)
    if (scaled) return scaled
  }
  if (unit === undefined || kind === 'own unit') return beside(own, drawn.digits, drawn.value, dice)
  return bare(drawn.digits, drawn.value, dice)
}

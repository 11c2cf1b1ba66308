// Days in all the writings of the lists, and those that are no day.
import type { SheetFact } from '@qiongding/sheets'
import type { Habits } from './habits.ts'
import { type CellWritten, type Dice, type Drawn, inNumerals, type Meaning, text, wide } from './written.ts'

const DIGITS = '〇一二三四五六七八九'
const MS_PER_DAY = 86_400_000

/** Excel's count of days in the 1900 system. */
export const serialOf = (day: string): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse('1899-12-30T00:00:00Z')) / MS_PER_DAY)

/** How a column means its days: a foundation lies behind, a deadline ahead. */
export type DayColumn = { readonly fact: SheetFact; readonly ahead: boolean }

const AHEAD = /有效|截止|到岗|开工|竣工|期限|计划|开航|在岸/

export const dayColumnOf = (fact: SheetFact): DayColumn => ({ fact, ahead: AHEAD.test(fact.label.zh) })

function dayIn(column: DayColumn, dice: Dice): string {
  const from = column.ahead ? Date.UTC(2026, 11, 1) : Date.UTC(1985, 0, 1)
  const to = column.ahead ? Date.UTC(2029, 11, 31) : Date.UTC(2025, 11, 31)
  return new Date(from + Math.floor(dice.share() * ((to - from) / MS_PER_DAY)) * MS_PER_DAY)
    .toISOString()
    .slice(0, 10)
}

const numeralYear = (year: number, nought: string) =>
  [...String(year)].map((digit) => (digit === '0' ? nought : DIGITS[Number(digit)])).join('')

const exact = (cell: CellWritten, day: string, written: string): Drawn => ({
  cell,
  meaning: { is: 'value', value: day, written },
})
const monthOnly = (cell: CellWritten, day: string, written: string): Drawn => ({
  cell,
  meaning: { is: 'value', value: day.slice(0, 7), month: true, written },
})

const FORMATS = [
  'yyyy-mm-dd',
  'yyyy/m/d',
  'yyyy"年"m"月"d"日"',
  'm/d/yy',
  'yyyy.mm.dd',
  'yyyy-mm-dd hh:mm:ss',
  'd-mmm-yy',
]

function wholeDay(day: string, dice: Dice): Drawn {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const [mm, dd] = [day.slice(5, 7), day.slice(8)]
  return dice.weigh<() => Drawn>([
    [3, () => exact(text(`${year}.${month}.${date}`), day, '2019.3.5')],
    [1, () => exact(text(`${year}.${mm}.${dd}`), day, '2019.03.05')],
    [2, () => exact(text(`${year}/${month}/${date}`), day, '2019/3/5')],
    [2, () => exact(text(day), day, '2019-03-05')],
    [2, () => exact(text(`${year}年${month}月${date}日`), day, '2019年3月5日')],
    [1, () => exact(text(`${year}年${mm}月${dd}日`), day, '2019年03月05日')],
    [2, () => exact(text(`${year}${mm}${dd}`), day, '20190305')],
    [2, () => exact({ as: 'number', value: Number(`${year}${mm}${dd}`) }, day, '20190305 as a number')],
    [2, () => exact({ as: 'number', value: serialOf(day) }, day, 'Excel serial')],
    [4, () => exact({ as: 'date', day, format: dice.pick(FORMATS) }, day, 'date cell')],
    [
      1,
      () =>
        exact(
          text(
            `${numeralYear(year, dice.pick(['〇', '零', '○']))}年${inNumerals(month)}月${inNumerals(date)}日`,
          ),
          day,
          '二〇一九年三月五日',
        ),
    ],
    [1, () => exact(text(wide(`${year}.${month}.${date}`)), day, '2019.3.5, full width')],
    [
      1,
      () =>
        exact(
          text(`${wide(String(year))}年${wide(String(month))}月${wide(String(date))}日`),
          day,
          '2019年3月5日, full width',
        ),
    ],
    [1, () => exact(text(`${year} 年 ${month} 月 ${date} 日`), day, '2019 年 3 月 5 日')],
    [1, () => exact(text(`　${day} `), day, 'stray spaces')],
    [0.5, () => exact(text(`${day} 00:00:00`), day, '2019-03-05 00:00:00')],
    [0.5, () => exact(text(`${year}-${month}-${date}`), day, '2019-3-5')],
    [0.5, () => exact(text(`${year}年${month}月${date}号`), day, '2019年3月5号')],
  ])()
}

function onlyMonth(day: string, dice: Dice): Drawn {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const mm = day.slice(5, 7)
  return dice.weigh<() => Drawn>([
    [3, () => monthOnly(text(`${year}年${month}月`), day, '2019年3月')],
    [2, () => monthOnly(text(`${numeralYear(year, '〇')}年${inNumerals(month)}月`), day, '二〇一九年七月')],
    [1, () => monthOnly(text(`${year}.${mm}`), day, '2019.03')],
    [1, () => monthOnly(text(`${year}-${mm}`), day, '2019-03')],
    [1, () => monthOnly(text(`${year}/${month}`), day, '2019/3')],
    [1, () => monthOnly(text(`${year}${mm}`), day, '201903')],
    [1, () => monthOnly(text(`${year}年${month}月份`), day, '2019年3月份')],
    // What Excel makes of a typed month: the first day of it, shown without the day.
    [
      2,
      () =>
        monthOnly(
          { as: 'date', day: `${day.slice(0, 7)}-01`, format: 'yyyy"年"m"月"' },
          day,
          'date cell showing the month',
        ),
    ],
    [
      1,
      () =>
        monthOnly(
          { as: 'date', day: `${day.slice(0, 7)}-01`, format: 'mmm-yy' },
          day,
          'date cell showing the month',
        ),
    ],
  ])()
}

function noDay(column: DayColumn, day: string, dice: Dice): Drawn {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const short = String(year).slice(2)
  const forms: [string, CellWritten, string?][] = [
    ['30 February', text(`${year}-02-30`)],
    ['30 February', text(`${year}.2.30`)],
    ['month 13', text(`${year}-13-${String(date).padStart(2, '0')}`)],
    ['month 13', text(`${year}年13月`)],
    ['day 31 of a short month', text(`${year}0431`)],
    ['only the year', text(`${year}年`)],
    ['only the year', { as: 'number', value: year }],
    ['a year of two digits', text(`${short}.${month}.${date}`), day],
    ['a year of two digits', text(`${short}年${month}月`)],
    ['no year', text(`${month}月${date}日`), day],
    ['no year', text(`${month}月底`)],
    ['a span', text(`${year}年${month}月-${year + 2}年${month}月`)],
    ['a span', text(`${year}.${month}-${year + 1}.${month}`)],
    ['a quarter', text(`${year}年第二季度`)],
    ['a quarter', text(`${year}年上半年`)],
    ['a third of a month', text(`${year}年${month}月中旬`)],
    ['a word', text(dice.pick(['已开工', '正在办理', '以合同为准', '待通知']))],
    ['two days', text(`${year}-${month}-${date}、${year + 1}-${month}-${date}`)],
    ['letter O', text(`2O${String(year).slice(2)}-${month}-${date}`), day],
    ['letter l', text(`${year}-l0-${date}`)],
    ['a digit too many', text(`${year}5-${month}-${date}`)],
    ['a year of long ago', text(`0${String(year).slice(1)}-${month}-${date}`)],
    ['a day changed by hand', text(`${year}-${month}-${date}（已变更为${year + 1}-${month}-${date}）`)],
  ]
  if (month <= 12 && date <= 12 && month !== date)
    forms.push(['month or day first', text(`${month}/${date}/${year}`)])
  if (month === 10) forms.push(['January or October', { as: 'number', value: year + 0.1 }])
  if (column.ahead) forms.push(['about the end of a year', text(`${year}年底前`)])
  const [written, cell, means] = dice.pick(forms)
  return {
    cell,
    meaning: { is: 'planted', written, ...(means !== undefined && { means }) } satisfies Meaning,
  }
}

/** One cell of a column of days. */
export function drawDay(column: DayColumn, habits: Habits, dice: Dice): Drawn {
  const day = dayIn(column, dice)
  if (dice.chance(habits.doubtful)) return noDay(column, day, dice)
  if (column.ahead && dice.chance(0.08))
    return {
      cell: text(dice.pick(['长期有效', '长期', '无固定期限'])),
      meaning: { is: 'unknown', written: 'no end' },
    }
  return dice.chance(0.2) ? onlyMonth(day, dice) : wholeDay(day, dice)
}

// Draws whole workbooks: sheets with titles, blocks and what stands below, in a format and an encoding.
import { type Setting, writeBlock, writeFoot } from './block.ts'
import type { Habits } from './habits.ts'
import { type UnitWritten, unitsOf } from './numbers.ts'
import { blankPaper, type Paper, writeRow } from './paper.ts'
import { restartNames } from './words.ts'
import {
  type BlockTruth,
  type BookWritten,
  type CellWritten,
  type Dice,
  type Dictionary,
  diceOf,
  ENCODINGS,
  FORMATS,
  type SheetWritten,
  text,
} from './written.ts'

export type Family = { readonly dictionary: Dictionary; readonly habits: Habits }

const MONEY_SIGNS = ['元', '万元', '亿元', '千元']

/** Rows above the table: 0 to 8 of them, some blank, with the unit and the day where the sheet names them. */
function writeTitles(paper: Paper, lines: readonly string[], width: number, dice: Dice): void {
  for (const line of lines) {
    if (dice.chance(0.6)) paper.merge(paper.rows.length + 1, 0, paper.rows.length + 1, width)
    const parts = line.split(/\s{3,}/)
    if (parts.length > 1 && dice.chance(0.5))
      writeRow(
        paper,
        parts.flatMap((part) => [text(part), undefined]),
      )
    else writeRow(paper, [text(line)])
    if (dice.chance(0.1)) writeRow(paper, [])
  }
}

/** The units a sheet names for all its columns, money first, as `单位：万元、人`. */
function unitsNamed(dictionary: Dictionary, dice: Dice): UnitWritten[] {
  if (!dice.chance(0.45)) return []
  const ofDimension = (sign: string) =>
    dictionary.facts.map(unitsOf).find((units) => units.some((unit) => unit.sign === sign))
  const wanted = dice.pick(MONEY_SIGNS)
  const money = ofDimension('万元')?.find(({ sign }) => sign === wanted)
  if (!money) return []
  const other = dice.weigh([
    [4, undefined],
    [1, '人'],
    [1, '㎡'],
  ])
  const second = other === undefined ? undefined : ofDimension(other)?.find(({ sign }) => sign === other)
  return second ? [money, second] : [money]
}

function dayLine(habits: Habits, dice: Dice): string {
  const said = dice.pick([
    '2026年11月20日',
    '2026-11-20',
    '2026.11.20',
    '2026/11/20',
    '二〇二六年十一月二十日',
  ])
  return dice.pick(habits.dayLines).replace('%', said)
}

function drawSheet(
  name: string,
  family: Family,
  size: { rows: number; merges: boolean },
  dice: Dice,
): SheetWritten {
  const { dictionary, habits } = family
  const paper = blankPaper(
    dice.weigh([
      [8, 0],
      [1, 1],
      [0.5, 2],
    ]),
  )
  const units = unitsNamed(dictionary, dice)
  const setting: Setting = {
    dictionary,
    habits,
    says: { units, unitRow: dice.chance(habits.often.unitRow) },
    merges: size.merges,
  }
  const lines = dice.shuffle(habits.lines).slice(
    0,
    dice.weigh([
      [4, 0],
      [3, 1],
      [2, 2],
      [1, 3],
      [1, 5],
    ]),
  )
  if (units.length > 0) {
    const named = units.map(({ sign }) => sign).join(dice.pick(['、', '，']))
    lines.splice(dice.whole(0, lines.length), 0, dice.pick(habits.unitLines).replace('%', named))
  }
  if (dice.chance(0.4)) lines.splice(dice.whole(0, lines.length), 0, dayLine(habits, dice))
  const titled = dice.chance(0.6) ? [dice.pick(habits.titles), ...lines] : lines
  if (dice.chance(0.1)) writeRow(paper, [])
  writeTitles(paper, titled.slice(0, 8), dice.whole(4, 8), dice)
  const blocks: BlockTruth[] = []
  const many = dice.weigh([
    [8, 1],
    [1.5, 2],
    [0.5, 3],
  ])
  for (let block = 1; block <= many; block += 1) {
    if (block > 1) {
      for (let gap = dice.whole(0, 2); gap > 0; gap -= 1) writeRow(paper, [])
      if (dice.chance(0.4)) writeRow(paper, [text(dice.pick(habits.titles))])
    }
    blocks.push(
      writeBlock(paper, setting, Math.max(2, Math.round((size.rows / many) * (0.4 + dice.share()))), dice),
    )
  }
  writeFoot(paper, habits, dice)
  return { name, rows: paper.rows, merges: paper.merges, blocks }
}

/** A sheet that holds no list: instructions, or nothing. */
function aside(name: string, habits: Habits, dice: Dice): SheetWritten {
  const lines = dice.chance(0.3) ? [] : ['填报须知', ...habits.notes]
  return { name, rows: lines.map((line) => [text(line)]), merges: [], blocks: [] }
}

/** What a date or a formatted number looks like once saved as separated text; nothing is rounded away. */
function asShown(cell: CellWritten): CellWritten {
  if (cell.as === 'boolean') return text(cell.value ? 'TRUE' : 'FALSE')
  if (cell.as === 'date') return text(shownDay(cell.day, cell.format))
  if (cell.as !== 'number') return cell
  const { value, format } = cell
  const digits = String(value)
  if (format === undefined || format === '0.0_ ') return text(digits)
  if (format.endsWith('%')) return text(`${Number((value * 100).toFixed(6))}%`)
  if (format === '#,##0,') return text(String(value / 1000))
  if (format === '#,##0,,') return text(String(value / 1e6))
  if (format.startsWith('0!.')) return text(`${(value / 10_000).toFixed(4)}万元`)
  const unit = /"(.*)"/.exec(format)
  return text(unit ? `${digits}${unit[1]}` : value.toLocaleString('en-US', { maximumFractionDigits: 6 }))
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function shownDay(day: string, format: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  switch (format) {
    case 'yyyy/m/d':
      return `${year}/${month}/${date}`
    case 'yyyy"年"m"月"d"日"':
      return `${year}年${month}月${date}日`
    case 'yyyy"年"m"月"':
      return `${year}年${month}月`
    case 'yyyy.mm.dd':
      return day.replaceAll('-', '.')
    case 'yyyy-mm-dd hh:mm:ss':
      return `${day} 00:00:00`
    case 'mmm-yy':
      return `${MONTHS[month - 1]}-${String(year).slice(2)}`
    case 'd-mmm-yy':
    case 'm/d/yy':
      return day
    default:
      return day
  }
}

/** Draws a workbook. The same seed draws the same workbook; `size` is about how many rows of data it holds. */
export function drawBook(seed: number, family: Family, size: number): BookWritten {
  const dice = diceOf(seed)
  restartNames()
  const format = dice.weigh([
    [7, FORMATS[0]],
    [1.5, FORMATS[1]],
    [1.2, FORMATS[2]],
    [0.6, FORMATS[3]],
  ])
  const separated = format === 'csv' || format === 'tsv'
  const many = separated
    ? 1
    : dice.weigh([
        [7, 1],
        [2, 2],
        [1, 3],
      ])
  const sheets: SheetWritten[] = []
  for (let sheet = 1; sheet <= many; sheet += 1)
    sheets.push(drawSheet(`清单${sheet}`, family, { rows: size / many, merges: !separated }, dice))
  if (!separated && dice.chance(0.25))
    sheets.splice(dice.whole(0, sheets.length), 0, aside('说明', family.habits, dice))
  const shown = separated
    ? sheets.map((sheet) => ({
        ...sheet,
        merges: [],
        rows: sheet.rows.map((row) => row.map((cell) => (cell === undefined ? undefined : asShown(cell)))),
      }))
    : sheets
  return {
    name: `演示${seed}.${format}`,
    format,
    ...(separated && { encoding: dice.pick(ENCODINGS) }),
    sheets: shown,
  }
}

import { addDays, type Day, dayOf } from '@qiongding/kernel'
import { readDay } from './day.ts'
import { type Cell, cellAt, fold, type Grid, trimmed } from './grid.ts'
import { filledColumns } from './merges.ts'
import { unitsOfSheet } from './unit.ts'

/** What stands above a table: its title, the day it was filled in, who did, and the units it names. */
export type SheetNotes = {
  readonly title?: string
  readonly asOf?: Day
  /** 1-based row of the as-of day. */
  readonly asOfRow?: number
  readonly filledBy?: string
  readonly units: readonly string[]
}

const AS_OF =
  /(?:填报|填表|统计|报送|制表|上报|更新|数据|汇总|编制)(?:时间|日期|截至|截止)\s*(?:时间|日期)?\s*[:：]?\s*|(?:截至|截止)(?:时间|日期|到)?\s*[:：]?\s*|^\s*(?:时间|日期)\s*[:：]\s*/
const FILLED_BY = /(?:填报|填表|报送|编制|制表|责任)(?:单位|部门|机构)\s*[:：]\s*([^\s:：]{2,40})/
const DAY_TEXT =
  /^[（(]?\s*([\d〇○零一二三四五六七八九十]{2,4}\s*[年./-]\s*[\d一二三四五六七八九十]{1,3}\s*(?:月底|月末|月|[./-])?\s*(?:[\d一二三四五六七八九十]{1,3}\s*日?)?|\d{8})/

function dayIn(text: string): Day | undefined {
  const match = DAY_TEXT.exec(text)
  if (!match) return undefined
  const reading = readDay({ text: match[1]! }, {})
  if (reading.state !== 'known') return undefined
  const found = reading.value as Day
  // A month alone means what was true when it ended.
  if (reading.precision !== 'month') return found
  const [year, month] = [Number(found.slice(0, 4)), Number(found.slice(5, 7))]
  const next = month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1)
  return next && addDays(next, -1)
}

function dayOfCell(cell: Cell): Day | undefined {
  if (!cell.isDate && typeof cell.value === 'number') return undefined
  const reading = readDay(cell, {})
  return reading.state === 'known' && reading.precision === undefined ? (reading.value as Day) : undefined
}

/** The as-of day named in one row: after its word in the same cell, or in the next filled cell. */
export function asOfInRow(grid: Grid, row: number): Day | undefined {
  const columns = filledColumns(grid, row)
  for (const [index, column] of columns.entries()) {
    const text = fold(cellAt(grid, row, column).text)
    for (const match of text.matchAll(new RegExp(AS_OF, 'g'))) {
      const rest = text.slice(match.index + match[0].length)
      const found = dayIn(rest)
      if (found) return found
      const next = columns[index + 1]
      if (rest.trim() === '' && next !== undefined) {
        const beside = cellAt(grid, row, next)
        const day = dayOfCell(beside) ?? dayIn(fold(beside.text))
        if (day) return day
      }
    }
  }
  return undefined
}

/** What the title rows say. Later rows win for the day, units add up. */
export function notesOf(grid: Grid, rows: readonly number[]): SheetNotes {
  const notes: { title?: string; asOf?: Day; asOfRow?: number; filledBy?: string; units: string[] } = {
    units: [],
  }
  for (const row of rows) {
    const texts = filledColumns(grid, row).map((column) => cellAt(grid, row, column).text)
    if (notes.title === undefined && texts.length === 1 && !/[:：]/.test(texts[0]!))
      notes.title = trimmed(texts[0]!)
    const asOf = asOfInRow(grid, row)
    if (asOf) {
      notes.asOf = asOf
      notes.asOfRow = row
    }
    for (const text of texts) {
      const filledBy = FILLED_BY.exec(fold(text))
      if (filledBy) notes.filledBy ??= filledBy[1]!
      // `填报单位：示例街道` names an office, not a unit.
      notes.units.push(...unitsOfSheet(fold(text).replace(FILLED_BY, ' ')))
    }
  }
  return { ...notes, units: [...new Set(notes.units)] }
}

const ABOUT =
  /(填报|填表|报送|编制|制表|统计|截至|截止|更新|上报|汇总|审核|复核|初审|复审|校对|经办|录入|联系|责任)(单位|部门|科室|处室|范围|时间|日期|人|电话|至|机构)?\s*[:：]|(负责人|签字|签章|盖章|签名|填表人|填报人|经办人)[^:：]{0,6}[:：]|单\s*位\s*[:：]|(日期|时间|附件|密级|表号|文号|制定机关|批准机关|有效期至?)\s*\d*\s*[:：]|^附(件|表)?\s*\d*\s*[:：]?$/

/** True where a row says something about the sheet and is neither header nor data. */
export function saysAboutSheet(texts: readonly string[]): boolean {
  return texts.some((text) => ABOUT.test(fold(text)))
}

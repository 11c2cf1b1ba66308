import { addDays, type Day, yearOf } from '@qiongding/kernel'
import { creditCheckCharacter } from '@qiongding/names'
import type ExcelJS from 'exceljs'
import { styleHeader, workbookBytes, workbookOn } from './write.ts'

export type DemonstrationSheet = {
  readonly fileName: string
  /** Which list it is; the pack says which kind that is. */
  readonly list: 'enterprises' | 'posts' | 'talents'
  readonly rows: number
  readonly bytes: Uint8Array
  /** Cells that are wrong on purpose, 1-based, with what is wrong. */
  readonly planted: readonly { readonly row: number; readonly column: number; readonly what: string }[]
}

export type DemonstrationOptions = {
  readonly seed: number
  readonly today: Day
  /** Labels of the pack's chains for the merged groups. */
  readonly chains?: readonly string[]
}

type Planted = DemonstrationSheet['planted'][number]
type Dice = {
  readonly pick: <T>(choices: readonly T[]) => T
  readonly whole: (from: number, to: number) => number
}

/** The same seed throws the same numbers on every machine (mulberry32, public domain). */
function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const throwOne = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (from: number, to: number) => from + Math.floor(throwOne() * (to - from + 1))
  return { whole, pick: (choices) => choices[whole(0, choices.length - 1)]! }
}

const PER_GROUP = 10
const POSTS = 30
const TALENTS = 60
/** A region of zeros is issued to nobody, so no made-up code is a real enterprise's. */
const CODE_HEAD = '91000000MA'

function enterpriseName(index: number): string {
  return `演示企业${String(index).padStart(3, '0')}有限公司`
}

function creditCode(index: number): string {
  const body = CODE_HEAD + String(3_000_000 + index * 17).padStart(7, '0')
  return body + creditCheckCharacter(body)!
}

function writtenDay(day: Day, form: number): string {
  const [year, month, date] = day.split('-') as [string, string, string]
  const forms = [
    day,
    `${year}.${Number(month)}.${Number(date)}`,
    `${year}年${Number(month)}月`,
    `${year}${month}${date}`,
  ]
  return forms[form % forms.length]!
}

function titles(sheet: ExcelJS.Worksheet, width: number, title: string, under: string): void {
  for (const [index, text] of [title, under].entries()) {
    sheet.addRow([text])
    sheet.mergeCells(index + 1, 1, index + 1, width)
  }
  sheet.getCell(1, 1).font = { bold: true, size: 16 }
  sheet.getCell(1, 1).alignment = { horizontal: 'center' }
}

/** Two header rows: `[group, labels]`, or a label over both rows. */
function header(
  sheet: ExcelJS.Worksheet,
  groups: readonly (string | readonly [string, readonly string[]])[],
): void {
  const from = sheet.rowCount + 1
  let column = 1
  for (const group of groups) {
    if (typeof group === 'string') {
      sheet.getCell(from, column).value = group
      sheet.mergeCells(from, column, from + 1, column)
      column += 1
      continue
    }
    const [label, leaves] = group
    sheet.getCell(from, column).value = label
    sheet.mergeCells(from, column, from, column + leaves.length - 1)
    for (const leaf of leaves) {
      sheet.getCell(from + 1, column).value = leaf
      column += 1
    }
  }
  for (const row of [from, from + 1])
    for (let index = 1; index < column; index += 1) styleHeader(sheet.getCell(row, index))
}

function note(sheet: ExcelJS.Worksheet, width: number, text: string): void {
  const row = sheet.addRow([text]).number
  sheet.mergeCells(row, 1, row, width)
}

function widths(sheet: ExcelJS.Worksheet, all: readonly number[]): void {
  for (const [index, width] of all.entries()) sheet.getColumn(index + 1).width = width
}

function filledBy(today: Day, unit: string): string {
  const [year, month, date] = today.split('-').map(Number)
  return `填报单位：演示街道    填报时间：${year}年${month}月${date}日    ${unit}`
}

async function enterprises(options: DemonstrationOptions): Promise<DemonstrationSheet> {
  const dice = diceOf(options.seed)
  const chains =
    options.chains && options.chains.length > 0 ? options.chains : ['人工智能', '虚拟现实', '海洋生物医药']
  const workbook = await workbookOn(options.today)
  const sheet = workbook.addWorksheet('企业清单')
  titles(sheet, 11, '演示企业清单（全部为演示数据）', filledBy(options.today, '金额单位：万元'))
  header(sheet, [
    '序号',
    '企业名称',
    '统一社会信用代码',
    ['基本情况', ['所属产业链', '主要产品', '成立时间']],
    [
      `${yearOf(options.today) - 1}年经营情况`,
      ['营业收入（万元）', '研发费用', '研发投入占比', '职工人数（人）'],
    ],
    '备注',
  ])
  const first = sheet.rowCount + 1
  const planted: Planted[] = []
  let index = 0
  for (const chain of chains) {
    const top = sheet.rowCount + 1
    for (let place = 0; place < PER_GROUP; place += 1) {
      index += 1
      const revenue = dice.whole(800, 90_000)
      const share = dice.whole(20, 120) / 10
      const spent = Math.round((revenue * share) / 100)
      const founded = addDays(options.today, -dice.whole(400, 8000))
      sheet.addRow([
        index,
        enterpriseName(index),
        creditCode(index),
        place === 0 ? chain : undefined,
        dice.pick(['射频芯片', '传感器模组', '算法平台', '整机', '电驱总成']),
        writtenDay(founded, index),
        dice.pick([revenue, `${revenue.toLocaleString('en-US')}`, `${revenue}万元`]),
        dice.pick([spent, `约${spent}`, `${spent}万元`, '待核实']),
        `${share.toFixed(1)}%`,
        dice.whole(8, 900),
        '演示',
      ])
    }
    sheet.mergeCells(top, 4, sheet.rowCount, 4)
    sheet.getCell(top, 4).alignment = { vertical: 'middle' }
  }
  const plant = (row: number, column: number, value: string | number, what: string) => {
    sheet.getCell(row, column).value = value
    planted.push({ row, column, what })
  }
  const code = creditCode(3)
  plant(first + 2, 3, code.slice(0, 17) + (code[17] === '0' ? '1' : '0'), 'credit-code-check')
  plant(first + 4, 6, `${yearOf(options.today)}-02-30`, 'no-such-day')
  plant(first + 5, 7, -500, 'negative')
  plant(first + 6, 9, '135%', 'above-hundred-percent')
  const last = sheet.rowCount
  const total = sheet.addRow(['合计'])
  total.getCell(7).value = { formula: `SUM(G${first}:G${last})`, result: 0 }
  note(sheet, 11, '注：1.本表为演示数据，企业均为虚构；2.“研发投入占比”=研发费用/营业收入。')
  widths(sheet, [6, 26, 22, 16, 16, 14, 16, 14, 12, 12, 10])
  return {
    fileName: '演示企业清单.xlsx',
    list: 'enterprises',
    rows: index,
    bytes: await workbookBytes(workbook),
    planted,
  }
}

async function posts(options: DemonstrationOptions): Promise<DemonstrationSheet> {
  const dice = diceOf(options.seed + 1)
  const workbook = await workbookOn(options.today)
  const sheet = workbook.addWorksheet('岗位清单')
  titles(sheet, 10, '演示急需紧缺岗位清单（全部为演示数据）', filledBy(options.today, '薪酬单位：万元'))
  header(sheet, [
    '序号',
    '用人单位',
    ['岗位情况', ['岗位名称', '需求人数（人）']],
    ['任职要求', ['学历要求', '专业要求', '技能要求', '经验要求（年）']],
    '薪酬（万元/年）',
    '截止日期',
  ])
  const first = sheet.rowCount + 1
  for (let index = 1; index <= POSTS; index += 1) {
    const opened = (index - 1) % 3 === 0
    const pay = dice.whole(12, 40)
    sheet.addRow([
      index,
      opened ? enterpriseName(Math.ceil(index / 3)) : undefined,
      `演示${dice.pick(['算法工程师', '嵌入式工程师', '光学工程师', '临床研究员', '结构工程师'])}${index}`,
      dice.pick([1, 2, 3, '3-5', '若干', '10人']),
      dice.pick(['本科', '硕士', '博士', '大专', '不限']),
      dice.pick(['计算机科学与技术、软件工程', '光学工程', '自动化、机械工程', '药学', '不限']),
      dice.pick(['Python、C++', '机器学习；Python', 'PLC编程', '光学设计', '临床试验']),
      dice.whole(0, 8),
      dice.pick([pay, `${pay}-${pay + 8}`, `${pay}万元`, '面议']),
      addDays(options.today, dice.whole(20, 160)),
    ])
    if (index % 3 === 0) sheet.mergeCells(sheet.rowCount - 2, 2, sheet.rowCount, 2)
  }
  const planted: Planted[] = []
  const plant = (row: number, column: number, value: string | number, what: string) => {
    sheet.getCell(row, column).value = value
    planted.push({ row, column, what })
  }
  plant(first + 3, 10, `${yearOf(options.today) + 1}-02-30`, 'no-such-day')
  plant(first + 7, 4, -2, 'negative')
  sheet.addRow(['合计'])
  note(sheet, 10, '注：本表为演示数据，岗位均为虚构。')
  widths(sheet, [6, 24, 16, 12, 10, 26, 18, 12, 14, 14])
  return {
    fileName: '演示岗位清单.xlsx',
    list: 'posts',
    rows: POSTS,
    bytes: await workbookBytes(workbook),
    planted,
  }
}

async function talents(options: DemonstrationOptions): Promise<DemonstrationSheet> {
  const dice = diceOf(options.seed + 2)
  const workbook = await workbookOn(options.today)
  const sheet = workbook.addWorksheet('人才清单')
  titles(sheet, 11, '演示产业人才清单（全部为演示数据）', filledBy(options.today, '薪酬单位：万元'))
  header(sheet, [
    '序号',
    '姓名',
    ['学历与经历', ['出生年月', '最高学历', '毕业院校', '专业', '技能', '工作年限（年）']],
    ['意向', ['意向', '可到岗日期', '是否同意']],
  ])
  const first = sheet.rowCount + 1
  const schools = ['演示大学甲', '演示大学乙', '演示研究院']
  const perSchool = TALENTS / schools.length
  for (let index = 1; index <= TALENTS; index += 1) {
    const opened = (index - 1) % perSchool === 0
    const month = String(dice.whole(1, 12))
    sheet.addRow([
      index,
      `演示人才${String(index).padStart(3, '0')}`,
      `${dice.whole(1972, 2002)}年${month}月`,
      dice.pick(['本科', '硕士', '博士', '大专']),
      opened ? schools[Math.floor((index - 1) / perSchool)] : undefined,
      dice.pick(['计算机科学与技术', '软件工程', '光学工程', '自动化', '机械工程', '药学']),
      dice.pick(['Python、C++', '机器学习、Python', 'PLC编程', '光学设计', '临床试验', '暂无']),
      dice.pick([dice.whole(0, 25), `${dice.whole(1, 20)}年`, '十年以上', '待核实']),
      dice.pick(['全职', '校聘企用', '双向兼职', '科技副职']),
      addDays(options.today, dice.whole(5, 120)),
      dice.pick(['是', '是', '是', '否']),
    ])
    if (index % perSchool === 0) sheet.mergeCells(sheet.rowCount - perSchool + 1, 5, sheet.rowCount, 5)
  }
  const planted: Planted[] = []
  const plant = (row: number, column: number, value: string | number, what: string) => {
    sheet.getCell(row, column).value = value
    planted.push({ row, column, what })
  }
  plant(first + 3, 10, `${yearOf(options.today)}-11-31`, 'no-such-day')
  plant(first + 6, 8, -3, 'negative')
  sheet.addRow(['合计'])
  note(sheet, 11, '注：本表为演示数据，人员均为虚构。')
  widths(sheet, [6, 14, 14, 12, 16, 20, 22, 14, 12, 14, 10])
  return {
    fileName: '演示人才清单.xlsx',
    list: 'talents',
    rows: TALENTS,
    bytes: await workbookBytes(workbook),
    planted,
  }
}

/**
 * Three made-up workbooks as offices send them: title, a row with who filled it in and the unit, a merged two-row header, merged
 * groups, a total row, a note, and a few cells that are wrong on purpose. The same seed and day give the same bytes.
 */
export async function demonstrationSheets(options: DemonstrationOptions): Promise<DemonstrationSheet[]> {
  return [await enterprises(options), await posts(options), await talents(options)]
}

import type { SheetFact } from './fact.ts'
import { fold } from './grid.ts'
import { similarity } from './similar.ts'
import { isForeignMoney, unitWritten, withoutUnit } from './unit.ts'

/** Why a column is proposed for a fact. */
export type MatchReason = 'exact' | 'alias' | 'similar' | 'values' | 'profile' | 'chosen'

export type HeaderMatch = {
  readonly fact: SheetFact
  readonly reason: 'exact' | 'alias' | 'similar'
  readonly score: number
}

const BRACKETS = /[([【]([^()[\]【】]*)[)\]】]/g
/** Years, marks and what else a header carries beside its word. */
const YEARS = /(19|20)\d{2}\s*(年度?|年末|年底)?/g
/** What stands in brackets and changes nothing: how to fill the cell in. */
const HOW_TO_FILL =
  /^(必填|选填|请?填写.*|全称|规范全称|盖章|签字|可多选|多选|单选|下拉.*|如有|若有|是\/?否|有\/?无|格式.*|例[:：]?.*|如[:：].*|yyyy.*|年-?月-?日|年月日?|\d+位|大写|小写|含税|人民币|自动计算|以.*为准|见.*|按.*(填写|填报)|名称|代码)$/i

/** Header text as a word: without units and years in it, marks, numbering and spaces. */
export function headerWord(text: string): string {
  return withoutMarks(withoutUnit(fold(text)).replace(BRACKETS, ''))
}

/** The same with what stands in its brackets. */
function wholeWord(text: string): string {
  return withoutMarks(withoutUnit(fold(text)).replace(/[()[\]【】]/g, ''))
}

function withoutMarks(text: string): string {
  return text
    .replace(YEARS, '')
    .replace(/^\s*(\d{1,2}|[一二三四五六七八九十])\s*[.、)]\s*/, '')
    .replace(/[*＊☆★#:：“”"'‘’]/g, '')
    .replace(/[\s_·/\\-]+/g, '')
    .toLowerCase()
}

/** Bracketed parts of a header that are neither unit nor year nor a hint how to fill it in: they may change what it means. */
function qualifiersOf(text: string): string[] {
  return [...fold(text).matchAll(BRACKETS)]
    .map((match) => match[1]!)
    .filter((part) => {
      const plain = part.replace(YEARS, '').replace(/[\s,，;；、:：]/g, '')
      return (
        plain !== '' &&
        !HOW_TO_FILL.test(plain) &&
        !isForeignMoney(plain) &&
        part
          .split(/[,，;；、\s]+/)
          .some((word) => word !== '' && unitWritten(word) === undefined && !HOW_TO_FILL.test(word))
      )
    })
}

/** The year a header speaks of: `2025年营业收入`, `营业收入（2024年度）`. */
export function yearOfHeader(text: string): number | undefined {
  const match = /((?:19|20)\d{2})\s*(年度?|年末|年底|FY)?/.exec(fold(text))
  return match && match[2] !== undefined ? Number(match[1]) : undefined
}

/** Words that add nothing to what a column means. */
const FILLER =
  /^(所属|所在|主要|企业|单位|公司|个人|人员|本人|本单位|本企业|目前|当前|现|具体|基本|填写|的)+|(情况|信息|内容|填写|说明)+$/g
/** Writings of one idea; the plain form stands second. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/时间|年月/g, '日期'],
  [/主营/g, '主要'],
  [/员工|从业人员|雇员/g, '职工'],
  [/费用|经费|支出/g, '费用'],
  [/占比|比例|比重/g, '占比'],
  [/数量/g, '数'],
]
/** Words that change what a column means: a header with one matches only a fact with the same. */
const TURNING = [
  '占',
  '率',
  '比重',
  '增',
  '降',
  '较',
  '比上',
  '同比',
  '环比',
  '近',
  '境内',
  '境外',
  '计划',
  '预计',
  '预算',
  '预期',
  '拟',
  '目标',
  '任务',
  '上年',
  '去年',
  '前年',
  '往年',
  '同期',
  '累计',
  '新增',
  '其中',
  '出口',
  '完成',
  '退',
  '均',
  '总',
  '排名',
  '名次',
  '位次',
  '缺口',
  '差额',
  '剩余',
  '尚',
  '未',
  '变化',
  '变动',
]
/** A part of a year: figures of it are no figures of the year. */
const PERIOD =
  /\d{1,2}\s*[-~—–至到]\s*\d{1,2}\s*月|\d{1,2}\s*月|[上下]半年|[一二三四1-4前]+\s*季度|q[1-4]|季末|月末|月底|年中/i

function plainWord(word: string): string {
  let plain = word
  for (const [pattern, form] of SAME) plain = plain.replace(pattern, form)
  return plain.replace(FILLER, '')
}

function turns(word: string): string {
  const found = TURNING.flatMap((turn) => Array<string>(word.split(turn).length - 1).fill(turn))
  if (PERIOD.test(word)) found.push('period')
  return found.join()
}

/** True where the groups over a leaf, or its brackets, turn its meaning in a way the fact does not. */
function turnedAbove(around: string, fact: SheetFact): boolean {
  const said = turns(around)
  if (said === '') return false
  const own = [fact.label.zh, ...(fact.aliases ?? [])].map(turns).join()
  return said.split(',').some((turn) => !own.split(',').includes(turn))
}

/** Similar headers share at least this part of their character pairs; below, most proposals were wrong in trials with office sheets. */
const ALIKE = 0.6

type Words = {
  readonly labels: readonly string[]
  readonly aliases: readonly string[]
  readonly plain: readonly string[]
}
const WORDS = new WeakMap<SheetFact, Words>()

function wordsOf(fact: SheetFact): Words {
  const cached = WORDS.get(fact)
  if (cached) return cached
  const both = (text: string) => [headerWord(text), wholeWord(text)]
  const labels = [fact.label.zh, fact.label.en, fact.key].flatMap(both)
  const aliases = (fact.aliases ?? []).flatMap(both)
  const made = {
    labels,
    aliases,
    plain: [...new Set([...labels, ...aliases].map(plainWord))].filter((word) => word !== ''),
  }
  WORDS.set(fact, made)
  return made
}

/** A header that is a fact's own word, with something beside it that nobody knows the meaning of, is only alike. */
const QUALIFIED = 0.85

/**
 * Facts a header may mean, best first. The leaf decides; the whole path is tried too (`法定代表人` over `姓名`). Words in brackets or
 * in a group above that turn the meaning (计划, 上年, 1-9月 …) keep a fact from being taken that does not have them itself.
 */
export function matchHeader(path: readonly string[], facts: readonly SheetFact[]): HeaderMatch[] {
  const last = path.at(-1) ?? ''
  const leaf = headerWord(last)
  const leafWhole = wholeWord(last)
  const whole = path.map(headerWord).join('')
  const group = path.length > 1 ? headerWord(path.at(-2)!) + leaf : leaf
  const qualifiers = qualifiersOf(last)
  const around = [...path.slice(0, -1), ...qualifiers].join(' ')
  const brackets = path.flatMap(qualifiersOf).join(' ')
  const matches: HeaderMatch[] = []
  for (const fact of facts) {
    const { labels, aliases, plain } = wordsOf(fact)
    const has = (words: readonly string[], word: string) => word !== '' && words.includes(word)
    const bracketed = turnedAbove(brackets, fact)
    if (path.length > 1 && !bracketed && (has(labels, whole) || has(labels, group)))
      matches.push({ fact, reason: 'exact', score: 1.2 })
    else if (path.length > 1 && !bracketed && (has(aliases, whole) || has(aliases, group)))
      matches.push({ fact, reason: 'alias', score: 1.1 })
    else if (turnedAbove(around, fact)) continue
    else if (has(labels, leafWhole)) matches.push({ fact, reason: 'exact', score: 1 })
    else if (has(aliases, leafWhole)) matches.push({ fact, reason: 'alias', score: 0.95 })
    else if (has(labels, leaf) || has(aliases, leaf))
      matches.push(
        qualifiers.length > 0
          ? { fact, reason: 'similar', score: QUALIFIED }
          : has(labels, leaf)
            ? { fact, reason: 'exact', score: 1 }
            : { fact, reason: 'alias', score: 0.95 },
      )
    else {
      const score = likeness(leaf, plain)
      if (score > 0) matches.push({ fact, reason: 'similar', score })
    }
  }
  return matches.sort((left, right) => right.score - left.score)
}

function likeness(leaf: string, words: readonly string[]): number {
  const plain = plainWord(leaf)
  if (plain === '') return 0
  let best = 0
  for (const word of words) {
    if (turns(word) !== turns(plain)) continue
    const score = word === plain ? 0.9 : similarity(word, plain) * 0.89
    if (score >= ALIKE) best = Math.max(best, score)
  }
  return best
}

import type { SheetFact } from './fact.ts'
import { fold } from './grid.ts'
import { similarity } from './similar.ts'

/** Why a column is proposed for a fact. */
export type MatchReason = 'exact' | 'alias' | 'similar' | 'values' | 'profile' | 'chosen'

export type HeaderMatch = {
  readonly fact: SheetFact
  readonly reason: 'exact' | 'alias' | 'similar'
  readonly score: number
}

/** Header text as a word: without units and years in it, marks, numbering and spaces. */
export function headerWord(text: string): string {
  return fold(text)
    .replace(/[([【][^()[\]【】]*[)\]】]/g, '')
    .replace(/(19|20)\d{2}\s*(年度?|年末|年底)?/g, '')
    .replace(/^\s*(\d{1,2}|[一二三四五六七八九十])\s*[.、)]\s*/, '')
    .replace(/[*＊☆★#:：“”"'‘’]/g, '')
    .replace(/[\s_·/\\-]+/g, '')
    .toLowerCase()
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
  '占比',
  '率',
  '增',
  '近',
  '境内',
  '计划',
  '预计',
  '拟',
  '目标',
  '上年',
  '去年',
  '同期',
  '累计',
  '新增',
  '其中',
  '完成',
  '退',
  '人均',
  '总',
]

function plainWord(word: string): string {
  let plain = word
  for (const [pattern, form] of SAME) plain = plain.replace(pattern, form)
  return plain.replace(FILLER, '')
}

function turns(word: string): string {
  return TURNING.filter((turn) => word.includes(turn)).join()
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
  const labels = [fact.label.zh, fact.label.en, fact.key].map(headerWord)
  const aliases = (fact.aliases ?? []).map(headerWord)
  const made = {
    labels,
    aliases,
    plain: [...new Set([...labels, ...aliases].map(plainWord))].filter((word) => word !== ''),
  }
  WORDS.set(fact, made)
  return made
}

/** Facts a header may mean, best first. The leaf decides; the whole path is tried too (`法定代表人` over `姓名`). */
export function matchHeader(path: readonly string[], facts: readonly SheetFact[]): HeaderMatch[] {
  const leaf = headerWord(path.at(-1) ?? '')
  const whole = path.map(headerWord).join('')
  const group = path.length > 1 ? headerWord(path.at(-2)!) + leaf : leaf
  const matches: HeaderMatch[] = []
  for (const fact of facts) {
    const { labels, aliases, plain } = wordsOf(fact)
    const has = (words: readonly string[], word: string) => word !== '' && words.includes(word)
    if (path.length > 1 && (has(labels, whole) || has(labels, group)))
      matches.push({ fact, reason: 'exact', score: 1.2 })
    else if (path.length > 1 && (has(aliases, whole) || has(aliases, group)))
      matches.push({ fact, reason: 'alias', score: 1.1 })
    else if (has(labels, leaf)) matches.push({ fact, reason: 'exact', score: 1 })
    else if (has(aliases, leaf)) matches.push({ fact, reason: 'alias', score: 0.95 })
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

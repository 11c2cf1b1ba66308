import type { Value } from '@qiongding/kernel'
import type { DistrictPack } from '../../spine/pack.ts'
import type { Judged, Ruled } from './judged.ts'

export type Language = 'zh' | 'en'

/** The words of the answer's own columns; everything else is named by the pack. */
export const TEXTS = {
  zh: {
    policies: '政策',
    verdicts: '结论',
    why: '理由',
    title: '政策逐家判定',
    policy: '政策',
    cite: '出处',
    version: '版本',
    row: '行',
    name: '名称',
    verdict: '结论',
    because: '差什么、缺什么',
    papers: '凭什么材料',
    step: '差一步',
    from: '金额（元）至少',
    to: '至多',
    verify: '待核',
    standing: '效力',
    is: { yes: '可以享受', review: '待评审', unknown: '未知', no: '还不行' },
    notJudged: {
      'not-entered': '规则未录入',
      'not-announced': '未公布',
      'not-yet': '未施行',
      lapsed: '已失效',
      'in-force': '在施行',
    },
    missing: '缺',
    actual: '现为',
    short: '未满足',
    points: '分',
    more: '再增加',
    less: '再减少',
    wait: '到期即满足',
    since: '…起满',
    list: '、',
    end: '；',
    manual: '由人评审，系统不代判',
  },
  en: {
    policies: 'Policies',
    verdicts: 'Verdicts',
    why: 'Reasons',
    title: 'Policies, one by one',
    policy: 'Policy',
    cite: 'Source',
    version: 'Version',
    row: 'Row',
    name: 'Name',
    verdict: 'Verdict',
    because: 'What is short or missing',
    papers: 'Papers that prove it',
    step: 'One step',
    from: 'Amount (yuan), at least',
    to: 'at most',
    verify: 'To verify',
    standing: 'Standing',
    is: { yes: 'Eligible', review: 'For review', unknown: 'Unknown', no: 'Not yet' },
    notJudged: {
      'not-entered': 'Rules not entered',
      'not-announced': 'Not announced',
      'not-yet': 'Not in force yet',
      lapsed: 'Lapsed',
      'in-force': 'In force',
    },
    missing: 'missing',
    actual: 'now',
    short: 'not met:',
    points: 'points',
    more: 'raise by',
    less: 'lower by',
    wait: 'met by waiting until',
    since: 'time since …',
    list: ', ',
    end: '; ',
    manual: 'decided by people, never by the program',
  },
} as const

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '!=': '≠' }
const WORD = /"[^"]*"|>=|<=|!=|[A-Za-z_][A-Za-z0-9_]*(?:-[a-z0-9]+)*/g

export function labelOf(pack: DistrictPack, key: string, language: Language): string {
  return pack.facts.get(key)?.label[language] ?? key
}

/** A test as it is written, with the names of facts and choices in place of their keys. */
function testWords(pack: DistrictPack, text: string, language: Language): string {
  const facts = (text.match(WORD) ?? []).flatMap((word) => pack.facts.get(word) ?? [])
  const choice = (word: string) =>
    facts.flatMap((fact) => fact.values ?? []).find((value) => value.id === word)?.label[language]
  const since = text.replace(/^age of (\w+)/, (_, key: string) =>
    TEXTS[language].since.replace('…', labelOf(pack, key, language)),
  )
  return since.replace(
    WORD,
    (word) => SIGNS[word] ?? pack.facts.get(word)?.label[language] ?? choice(word) ?? word,
  )
}

const rounded = (value: Value | undefined) =>
  typeof value === 'string' && /^-?\d+\.\d{3,}$/.test(value)
    ? String(Number(Number(value).toFixed(2)))
    : value

/** What stands between a row and a yes: lines that are not met with what is stated, facts that are missing. */
export function becauseOf(
  pack: DistrictPack,
  { verdict, short, missing }: Judged,
  language: Language,
): string {
  const texts = TEXTS[language]
  const parts: string[] = []
  for (const one of short) {
    if (one.kind === 'score') {
      const { required, actual, exclusive } = one.score
      parts.push(
        `${texts.short} ${exclusive ? '>' : '≥'} ${required} ${texts.points}，${texts.actual} ${actual}`,
      )
      continue
    }
    const { text, actual, unit } = one.gap
    const now = actual === undefined ? '' : `（${texts.actual} ${rounded(actual)}${unit ?? ''}）`
    parts.push(`${texts.short} ${testWords(pack, text, language)}${now}`)
  }
  if (verdict === 'unknown' && missing.length > 0)
    parts.push(`${texts.missing} ${missing.map((key) => labelOf(pack, key, language)).join(texts.list)}`)
  if (verdict === 'review') parts.push(texts.manual)
  return parts.join(texts.end)
}

/** The papers that prove the missing facts, each once. */
export function papersOf(pack: DistrictPack, { verdict, missing }: Judged, language: Language): string {
  if (verdict !== 'unknown') return ''
  const papers = missing.flatMap((key) => pack.facts.get(key)?.proof?.[language] ?? [])
  return [...new Set(papers)].join(TEXTS[language].list)
}

/** The changes that alone would turn a no. */
export function stepsOf(pack: DistrictPack, { steps }: Judged, language: Language): string {
  const texts = TEXTS[language]
  return steps
    .map((step) => {
      if (step.kind === 'wait') return `${texts.wait} ${step.until}`
      const less = step.by.startsWith('-')
      const by = `${less ? step.by.slice(1) : step.by}${step.unit ?? ''}`
      return `${labelOf(pack, step.fact, language)} ${less ? texts.less : texts.more} ${by}`
    })
    .join(texts.end)
}

export const nameOf = ({ definition }: Ruled, language: Language) => definition.label[language]

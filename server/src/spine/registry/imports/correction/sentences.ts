import type { Finding } from '@qiongding/kernel'
import type { Language } from '../../exports/words.ts'
import { FINDING_SENTENCES as EN } from '../sentences/en/contract.ts'
import { FINDING_SENTENCES as ZH } from '../sentences/zh/contract.ts'

const SENTENCES = { zh: ZH, en: EN } as const

/** What a correction says itself; what it says of a cell stands beside the findings. */
const WORDS = {
  zh: {
    file: (name: string) => `${name}（更正表）`,
    guide: '更正说明',
    title: (name: string) => `更正表：${name}`,
    steps: [
      '这就是您交来的那份表，多了底色、批注、下拉和这一页，别的没有动。',
      '1. 红底的格子读不了，它所在的行没有写入；黄底的格子已按批注所说读了，不对才需要改。鼠标放在格子上可看批注。',
      '2. 直接在原来的格子里改。有固定写法的列可从下拉里选。可以排序、增行；最右边隐藏的一列请不要删，凭它认出每一行。',
      '3. 存盘后在“清单与导入”上传，或在这一批导入的页面上交回。只比对您改过的格子，批准后才写入。',
    ],
    head: ['位置', '列', '原来写的', '问题', '可能是'],
    level: { error: '错误', remark: '提醒' },
    said: (level: string, sentence: string) => `${level}：${sentence}`,
    likely: (value: string) => `可能是：${value}`,
    choices: (values: string) => `可选：${values}`,
    and: '、',
    twin: (row: number) => `与第 ${row} 行像是同一家，没有写入；是同一家就删去一行，不是就写明代码`,
    more: (count: number) => `另有 ${count} 处，未列出。`,
  },
  en: {
    file: (name: string) => `${name} (corrections)`,
    guide: 'Corrections',
    title: (name: string) => `To correct: ${name}`,
    steps: [
      'This is the sheet you sent, with colours, notes, drop-downs and this page added; nothing else was changed.',
      '1. A red cell could not be read, and its row was not written; a yellow cell was read as its note says, and needs a change only where that is wrong. Point at a cell to see its note.',
      '2. Correct the cells in place; columns with fixed words have a drop-down. Rows may be sorted and added. Please keep the hidden column at the right: each row is known by it.',
      '3. Save it and upload it under “Lists and import”, or send it back on the page of this import. Only the cells you changed are compared, and nothing is written before it is approved.',
    ],
    head: ['Cell', 'Column', 'Written', 'Finding', 'Likely'],
    level: { error: 'Error', remark: 'Remark' },
    said: (level: string, sentence: string) => `${level}: ${sentence}`,
    likely: (value: string) => `Likely: ${value}`,
    choices: (values: string) => `Choices: ${values}`,
    and: ', ',
    twin: (row: number) =>
      `looks like row ${row} and was not written; take one of them out, or give both their codes`,
    more: (count: number) => `${count} more are not listed.`,
  },
} as const

export const correctionWords = (language: Language) => WORDS[language]

/** What is said of a row that repeats another. */
export const twinSentence = (row: number, language: Language) => WORDS[language].twin(row)

/** A finding in words: what is wrong, and what was probably meant. `wordOf` writes a value as a cell of its column would. */
export function findingWords(
  finding: Pick<Finding, 'code' | 'level' | 'facts'>,
  language: Language,
  wordOf: (value: string | number | boolean) => string,
): { readonly sentence: string; readonly likely: string } {
  const words = WORDS[language]
  const facts = finding.facts ?? {}
  const template = SENTENCES[language][finding.code] ?? SENTENCES[language].other ?? finding.code
  const sentence = template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''))
  const likely = [facts.likely, facts.otherwise].flatMap((one) =>
    one === undefined || Array.isArray(one) ? [] : [wordOf(one as string | number | boolean)],
  )
  const choices = Array.isArray(facts.choices) ? facts.choices.map(String) : []
  const other = choices.filter((choice) => !likely.includes(choice))
  return {
    sentence,
    likely: [
      ...(likely.length > 0 ? [likely.join(words.and)] : []),
      ...(other.length > 0 && likely.length === 0 ? [words.choices(other.join(words.and))] : []),
    ].join(''),
  }
}

/** The same as the note of a cell. */
export function noteOf(
  finding: Pick<Finding, 'level' | 'code'>,
  said: { readonly sentence: string; readonly likely: string },
  language: Language,
): string {
  const words = WORDS[language]
  const first = words.said(words.level[finding.level], said.sentence)
  if (said.likely === '') return first
  const likely = said.likely.startsWith(words.choices('').trim()) ? said.likely : words.likely(said.likely)
  return `${first}\n${likely}`
}

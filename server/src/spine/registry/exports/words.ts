/** The few words that an export writes itself; everything else comes from the pack. */
export type Language = 'zh' | 'en'

const WORDS = {
  zh: {
    list: (label: string) => `${label}清单`,
    unknown: '未知',
    masked: '（不公开）',
    office: (name: string) => `制表单位：${name}`,
    on: (day: string) => `截至：${day}`,
    known: (day: string) => `按 ${day} 所知`,
    filter: (text: string) => `筛选：${text}`,
    and: '；',
    uncounted: (column: string, count: number) => `${column}：${count} 个未知，未计入合计`,
    note: (text: string) => `注：${text}`,
    header: (label: string, unit: string) => `${label}（${unit}）`,
  },
  en: {
    list: (label: string) => `${label}: list`,
    unknown: 'unknown',
    masked: '(closed)',
    office: (name: string) => `制表单位 / by: ${name}`,
    on: (day: string) => `截至 / as of: ${day}`,
    known: (day: string) => `as known on ${day}`,
    filter: (text: string) => `Filter: ${text}`,
    and: '; ',
    uncounted: (column: string, count: number) => `${column}: ${count} unknown, not in the total`,
    note: (text: string) => `注 / Note: ${text}`,
    header: (label: string, unit: string) => `${label} (${unit})`,
  },
} as const

export const wordsOf = (language: Language) => WORDS[language]

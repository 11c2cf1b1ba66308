import type { Whole } from './assemble.ts'
import type { Report } from './report.ts'
import type { OpenSource, Path } from './source.ts'

const HAN = /\p{Script=Han}/u

/** Labels say something in both languages: the English side of one must not be Chinese. */
export function checkLabels(whole: Whole, report: Report): void {
  for (const { open } of whole.files) walk(open.data, [], open, report)
}

function walk(value: unknown, path: Path, open: OpenSource, report: Report): void {
  if (Array.isArray(value)) {
    value.forEach((part, index) => {
      walk(part, [...path, index], open, report)
    })
    return
  }
  if (typeof value !== 'object' || value === null) return
  const entries = Object.entries(value)
  const english = entries.find(([key]) => key === 'en')?.[1]
  if (entries.some(([key]) => key === 'zh') && typeof english === 'string' && HAN.test(english))
    report.error({ value, open, path }, ['en'], 'pack.label-language', english)
  for (const [key, part] of entries) walk(part, [...path, key], open, report)
}

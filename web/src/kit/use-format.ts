import { createContext, use, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Format, formatOf, type Language } from './format.ts'

/** The day of the reader's calendar; the server's `today` replaces it once known. */
export const TodayContext = createContext(localToday())

export function localToday(): string {
  const now = new Date()
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** The writer of figures and days in the language on screen. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation()
  const today = use(TodayContext)
  const language: Language = i18n.language.startsWith('en') ? 'en' : 'zh'
  return useMemo(() => formatOf((key, params) => t(key, params ?? {}), language, today), [t, language, today])
}

import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { plural } from './plural.ts'

export type LanguageName = 'zh' | 'en'

const KEPT = 'qiongding.language'

const LOCALES = {
  zh: () =>
    Promise.all([
      import('../locales/zh.json'),
      import('@qiongding/server/spine/registry/imports/sentences/zh/contract'),
    ]),
  en: () =>
    Promise.all([
      import('../locales/en.json'),
      import('@qiongding/server/spine/registry/imports/sentences/en/contract'),
    ]),
} as const

function kept(): LanguageName {
  return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh'
}

async function load(language: LanguageName): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return
  const [{ default: words }, { FINDING_SENTENCES: finding }] = await LOCALES[language]()
  i18next.addResourceBundle(language, 'translation', { ...words, finding })
}

function mark(language: LanguageName): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

/** Chinese unless the reader chose English before; only the chosen locale is fetched. */
export async function startI18n(): Promise<void> {
  const language = kept()
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    partialBundledLanguages: true,
    // A parameter that did not come is left out; a reader must never see the template.
    missingInterpolationHandler: () => '',
  })
  i18next.services.formatter?.add('plural', plural)
  await load(language)
  await i18next.changeLanguage(language)
  mark(language)
}

export async function speak(language: LanguageName): Promise<void> {
  await load(language)
  localStorage.setItem(KEPT, language)
  await i18next.changeLanguage(language)
  mark(language)
}

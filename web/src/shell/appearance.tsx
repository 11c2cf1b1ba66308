import { ConfigProvider } from 'antd'
import type { Locale } from 'antd/es/locale'
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { themeOf } from '../kit/theme.ts'
import type { ThemeName } from '../kit/tokens.ts'
import { useMedia } from '../kit/use-media.ts'

export type ThemeChoice = 'auto' | ThemeName
export type Density = 'dense' | 'normal' | 'loose'

/** Height of a table row by choice. */
export const ROW_HEIGHT: Readonly<Record<Density, number>> = { dense: 28, normal: 32, loose: 36 }

type Appearance = {
  choice: ThemeChoice
  theme: ThemeName
  density: Density
  chooseTheme: (choice: ThemeChoice) => void
  chooseDensity: (density: Density) => void
}

const AppearanceContext = createContext<Appearance | undefined>(undefined)

export function useAppearance(): Appearance {
  const appearance = use(AppearanceContext)
  if (!appearance) throw new Error('outside the appearance')
  return appearance
}

const THEME_KEPT = 'qiongding.theme'
const DENSITY_KEPT = 'qiongding.density'
const LOCALES = {
  zh: () => import('antd/es/locale/zh_CN'),
  en: () => import('antd/es/locale/en_US'),
} as const

function keptTheme(): ThemeChoice {
  const value = localStorage.getItem(THEME_KEPT)
  return value === 'light' || value === 'dark' ? value : 'auto'
}

function keptDensity(): Density {
  const value = localStorage.getItem(DENSITY_KEPT)
  return value === 'dense' || value === 'loose' ? value : 'normal'
}

/** Puts a kept theme on the page before anything is drawn. */
export function applyKeptTheme(): void {
  const choice = keptTheme()
  if (choice !== 'auto') document.documentElement.dataset.theme = choice
}

/** The nonce that the server wrote into this page; whatever makes style elements signs them with it. */
export function nonce(): string {
  const value = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
  return value
}

export function AppearanceProvider(props: { children: ReactNode }): ReactNode {
  const { i18n } = useTranslation()
  const [choice, setChoice] = useState(keptTheme)
  const [density, setDensity] = useState(keptDensity)
  const [locale, setLocale] = useState<Locale>()
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const theme: ThemeName = choice === 'auto' ? (systemDark ? 'dark' : 'light') : choice
  const language = i18n.language.startsWith('en') ? 'en' : 'zh'
  useEffect(() => {
    let current = true
    void LOCALES[language]().then((module) => {
      if (current) setLocale(module.default)
    })
    return () => {
      current = false
    }
  }, [language])
  const value = useMemo<Appearance>(
    () => ({
      choice,
      theme,
      density,
      chooseTheme: (next) => {
        setChoice(next)
        localStorage.setItem(THEME_KEPT, next)
        if (next === 'auto') delete document.documentElement.dataset.theme
        else document.documentElement.dataset.theme = next
      },
      chooseDensity: (next) => {
        setDensity(next)
        localStorage.setItem(DENSITY_KEPT, next)
      },
    }),
    [choice, theme, density],
  )
  const antTheme = useMemo(() => themeOf(theme, !still), [theme, still])
  const csp = useMemo(() => ({ nonce: nonce() }), [])
  return (
    <ConfigProvider
      theme={antTheme}
      csp={csp}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      {...(locale ? { locale } : {})}
    >
      <AppearanceContext value={value}>{props.children}</AppearanceContext>
    </ConfigProvider>
  )
}

import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import en from '../locales/en.json' with { type: 'json' }
import { plural } from './plural.ts'

describe('words that are counted', () => {
  const i18n = i18next.createInstance()
  beforeAll(async () => {
    await i18n.init({
      lng: 'en',
      resources: { en: { translation: en } },
      interpolation: { escapeValue: false },
    })
    i18n.services.formatter?.add('plural', plural)
  })

  it.each([
    [1, 'only added to, 1 row'],
    [0, 'only added to, 0 rows'],
    [2, 'only added to, 2 rows'],
    ['1,234', 'only added to, 1,234 rows'],
    ['1', 'only added to, 1 row'],
  ])('%s is said as "%s"', (n, text) => {
    expect(i18n.t('ledger.onlyAdded', { n })).toBe(text)
  })

  it('takes the form of the count itself where the library picks the sentence', () => {
    expect(i18n.t('registry.count', { count: 1, n: '1' })).toBe('1 record')
    expect(i18n.t('registry.count', { count: 1200, n: '1,200' })).toBe('1,200 records')
  })
})

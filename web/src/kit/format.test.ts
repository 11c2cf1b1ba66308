import { describe, expect, it } from 'vitest'
import en from '../locales/en.json' with { type: 'json' }
import zh from '../locales/zh.json' with { type: 'json' }
import { besideBound, figure, formatOf, signed, type Words, weekOf } from './format.ts'

function wordsOf(locale: unknown): Words {
  return (key, params = {}) => {
    const found = key
      .split('.')
      .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], locale)
    const text = typeof found === 'string' ? found : String(params.defaultValue ?? key)
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name]))
  }
}

const inZh = formatOf(wordsOf(zh), 'zh', '2026-11-23')
const inEn = formatOf(wordsOf(en), 'en', '2026-11-23')

describe('figures', () => {
  it('writes money in the unit that reads best', () => {
    expect(inZh.money(520_000_000)).toBe('5.2 亿元')
    expect(inZh.money(20_000_000)).toBe('2,000 万元')
    expect(inZh.money(9_800)).toBe('9,800 元')
    expect(inEn.money(520_000_000)).toBe('CNY 520 M')
    expect(inEn.money(6_090_000_000)).toBe('CNY 6.09 bn')
  })
  it('keeps one unit per column', () => {
    expect(inZh.moneyIn(520_000_000, '亿元')).toBe('5.2')
    expect(inZh.moneyIn(8_000_000, '亿元')).toBe('0.08')
  })
  it('writes a share and a gap', () => {
    expect(inZh.share(0.042)).toBe('4.2%')
    expect(inZh.points(0.008)).toBe('0.8 个百分点')
    expect(inEn.points(0.008)).toBe('0.8 pp')
  })
  it('uses a real minus and a sign where a sign is meant', () => {
    expect(figure(-14)).toBe('\u221214')
    expect(signed(25)).toBe('+25')
    expect(signed(-0.5)).toBe('\u22120.5')
    expect(signed(0)).toBe('0')
  })
  it('puts one space before a unit and none before a percent sign', () => {
    expect([inEn.amount(1, '年'), inEn.amount(2, '年'), inZh.amount(1, '年')]).toEqual([
      '1 year',
      '2 years',
      '1 年',
    ])
    expect(inZh.amount(100, '个')).toBe('100 个')
    expect(inZh.amount(5, '%')).toBe('5%')
  })
})

describe('days and clocks', () => {
  it('names the year only when it is another one', () => {
    expect(inZh.day('2026-11-06')).toBe('11-06')
    expect(inZh.day('2025-12-31')).toBe('2025-12-31')
    expect(inEn.day('2026-11-06')).toBe('6 Nov')
    expect(inEn.day('2025-12-31')).toBe('31 Dec 2025')
    expect([inZh.day('1990-05'), inEn.day('1990-05')]).toEqual(['1990-05', 'May 1990'])
  })
  it('says the weekday in a sentence', () => {
    expect(inZh.sentenceDay('2026-11-23')).toBe('11月23日 周一')
    expect(inEn.sentenceDay('2026-11-23')).toBe('Mon 23 Nov')
    expect(weekOf('2026-11-23')).toBe(48)
  })
  it('says what is left and what is over', () => {
    expect(inZh.remaining(160)).toBe('剩 2 小时 40 分')
    expect(inZh.remaining(-24 * 60)).toBe('超 1 天')
    expect(inEn.remaining(160)).toBe('2 h 40 min left')
  })
})

describe('a measured decimal beside its bound', () => {
  it('has two decimals where they tell it from the bound, and more where they would not', () => {
    expect(besideBound('72.39051696', '60')).toBe('72.39')
    expect(besideBound('59.9996', '60')).toBe('59.9996')
    expect(besideBound('60', '60')).toBe('60')
    expect(besideBound('8.108108108', undefined)).toBe('8.11')
    expect(besideBound('0.0049', '0')).toBe('0.005')
  })
})

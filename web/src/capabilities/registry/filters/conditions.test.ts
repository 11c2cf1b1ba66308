import { describe, expect, it } from 'vitest'
import type { FactView } from '../../../shell/pack.ts'
import { type Condition, conditionsOf, operatorsOf, textOf } from './conditions.ts'

const label = (zh: string) => ({ zh, en: `${zh} in English` })
const facts: readonly FactView[] = [
  { key: 'revenue', label: label('营业收入'), type: 'number', unit: '万元', of: 'enterprise' },
  { key: 'share', label: label('占比'), type: 'number', unit: '%', of: 'enterprise' },
  { key: 'founded_on', label: label('成立日期'), type: 'day', of: 'enterprise' },
  { key: 'nature', label: label('性质'), type: 'enum', of: 'enterprise' },
  { key: 'industry', label: label('行业'), type: 'tree', tree: 'industry', of: 'enterprise' },
  { key: 'leader', label: label('链主'), type: 'boolean', of: 'enterprise' },
  { key: 'street', label: label('街道'), type: 'text', of: 'enterprise' },
  { key: 'skills', label: label('技能'), type: 'list', of: 'enterprise' },
]
const byKey = (key: string) => facts.find((fact) => fact.key === key)
const named = (name: string) => facts.find((fact) => [fact.key, fact.label.zh, fact.label.en].includes(name))
const of = (fact: string, test: unknown) => ({ kind: 'fact', fact, test }) as Condition

describe('conditions of a list', () => {
  const cases: readonly [string, Condition][] = [
    ['revenue >= 2000万元', of('revenue', { op: 'at-least', value: '2000' })],
    ['revenue >= 2亿元', of('revenue', { op: 'at-least', value: '2', unit: '亿元' })],
    ['share <= 4.5%', of('share', { op: 'at-most', value: '4.5' })],
    ['revenue >= 1万元\nrevenue <= 5万元', of('revenue', { op: 'between', from: '1', to: '5' })],
    [
      'founded_on >= 2024-01-01\nfounded_on <= 2025-12-31',
      of('founded_on', { op: 'between', from: '2024-01-01', to: '2025-12-31' }),
    ],
    ['nature in {"private", "state"}', of('nature', { op: 'in', values: ['private', 'state'] })],
    ['not nature in {"state"}', of('nature', { op: 'not-in', values: ['state'] })],
    ['industry in tree {"C27"}', of('industry', { op: 'in', values: ['C27'] })],
    ['leader', of('leader', { op: 'yes' })],
    ['leader = false', of('leader', { op: 'no' })],
    ['street known', of('street', { op: 'known' })],
    ['not street known', of('street', { op: 'unknown' })],
    ['street in {"他说\\"好\\", 甲\\\\乙"}', of('street', { op: 'in', values: ['他说"好", 甲\\乙'] })],
    ['skills has any {"C++", "焊工"}', of('skills', { op: 'has', values: ['C++', '焊工'] })],
    ['revenue / employees >= 5万元/人', { kind: 'line', text: 'revenue / employees >= 5万元/人' }],
    ['industry in {"C27"}', { kind: 'line', text: 'industry in {"C27"}' }],
  ]
  it.each(cases)('%s is read and written back', (text, condition) => {
    expect(conditionsOf(text, named)).toEqual([condition])
    expect(textOf([condition], byKey)).toBe(text)
  })

  it('takes labels for keys, and other signs', () => {
    expect(conditionsOf('营业收入 ≥ 2,000', named)).toEqual([
      of('revenue', { op: 'at-least', value: '2000' }),
    ])
    expect(conditionsOf('性质 = 民营', named)).toEqual([of('nature', { op: 'in', values: ['民营'] })])
    expect(conditionsOf('无此列 >= 3', named)).toEqual([{ kind: 'line', text: '无此列 >= 3' }])
  })

  it('keeps several apart, in their order', () => {
    const text = 'revenue <= 5万元\nrevenue >= 1万元\nleader'
    expect(conditionsOf(`\n ${text}\n`, named)).toHaveLength(3)
    expect(textOf(conditionsOf(text, named), byKey)).toBe(text)
    expect(conditionsOf('', named)).toEqual([])
  })

  it('offers known and unknown of everything that is stated', () => {
    for (const fact of facts) expect(operatorsOf(fact)).toEqual(expect.arrayContaining(['known', 'unknown']))
    expect(operatorsOf({ ...(facts[0] as FactView), ageOf: 'founded_on' })).not.toContain('known')
  })
})

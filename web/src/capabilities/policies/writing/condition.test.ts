import { describe, expect, it } from 'vitest'
import { blankText, withCondition } from './condition.ts'

const blank = blankText({ office: 'industry-office', of: 'enterprise', from: '2030-01-01' })

describe('a condition from the form', () => {
  it('is one more line, and the rest stays as it was written', () => {
    const first = withCondition(blank, { fact: 'revenue', asks: '>= 500万元', cite: '第一条' })
    expect(first).toContain('- { id: revenue, test: revenue >= 500万元, cite: 第一条 }')
    expect(first).toContain('label: { zh: 政策名称, en: Name of the policy }')
    const second = withCondition(first ?? '', { fact: 'revenue', asks: '<= 2亿元', cite: '' })
    expect(second).toContain('id: revenue-2')
    expect(second?.indexOf('revenue-2')).toBeGreaterThan(second?.indexOf('第一条') ?? 0)
  })

  it('keeps remarks, and goes nowhere where there is no list to go to', () => {
    const remarked = blank.replace('    require:', '    # 第二章\n    require:')
    expect(withCondition(remarked, { fact: 'resident', asks: '', cite: '' })).toContain('# 第二章')
    expect(withCondition('id: [', { fact: 'resident', asks: '', cite: '' })).toBeUndefined()
    const other = blank.replace('      all: []', '      any: [resident]')
    expect(withCondition(other, { fact: 'resident', asks: '', cite: '' })).toBeUndefined()
  })
})

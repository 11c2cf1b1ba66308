import { day } from '@qiongding/kernel'
import { expect, it } from 'vitest'
import { checkClause, dictionaryOf, explainClause, type FactDefinition, judge } from './index.ts'

const on = day('2031-03-01')
const money = (key: string, of = 'enterprise'): FactDefinition => ({
  key,
  label: { zh: key, en: key },
  type: 'number',
  unit: '万元',
  of,
})
const dictionary = dictionaryOf({ facts: [money('rd'), money('revenue')] })

it('records operator, both sides, their operands and the citation', () => {
  const { clause } = checkClause(
    { test: 'rd / revenue >= 5%', id: 'share', cite: '第十一条(五)' },
    dictionary,
  )
  const { trace } = judge(clause!, { rd: 840_000, revenue: 20_000_000 }, { on })
  expect(trace).toMatchObject({
    kind: 'compare',
    verdict: 'no',
    params: { operator: '>=', actual: 0.042, required: 0.05, unit: '%', id: 'share', cite: '第十一条(五)' },
    parts: [
      {
        kind: 'divide',
        parts: [
          { kind: 'fact', params: { key: 'rd', value: 840_000, unit: '万元' } },
          { kind: 'fact', params: { key: 'revenue', value: 20_000_000 } },
        ],
      },
      { kind: 'number', params: { value: 0.05, unit: '%' } },
    ],
  })
})

it('explains a miss with the figures of its gap', () => {
  const { clause } = checkClause('rd / revenue >= 5%', dictionary)
  const messages = explainClause(judge(clause!, { rd: 840_000, revenue: 20_000_000 }, { on }).trace)
  expect(messages).toMatchObject([
    { key: 'clause.compare.no', params: { actual: '4.2', required: '5', unit: '%', operator: '>=' } },
    { key: 'clause.gap.points', params: { by: '0.8', unit: '%' } },
    { key: 'clause.gap.more', params: { fact: 'rd', by: '16', to: '100', unit: '万元' } },
  ])
})

it('tells only the road that was taken when one of several is enough', () => {
  const { clause } = checkClause({ any: ['rd >= 100万元', 'revenue >= 1000万元'] }, dictionary)
  const messages = explainClause(judge(clause!, { rd: 0, revenue: 20_000_000 }, { on }).trace)
  expect(messages.map((message) => message.params.text)).toEqual(['revenue >= 1000万元'])
})

it('takes one key of several kinds as one fact only where they mean the same', () => {
  const same = dictionaryOf({ facts: [money('rd'), money('rd', 'project')] })
  expect(checkClause('rd > 0', same).findings).toEqual([])
  const people: FactDefinition = { ...money('rd', 'project'), unit: '人' }
  const different = dictionaryOf({ facts: [money('rd'), people] })
  expect(checkClause('rd > 0', different).findings).toMatchObject([{ code: 'clause.ambiguous-fact' }])
  expect(checkClause('rd > 5人', different, { scope: ['project'] }).findings).toEqual([])
})

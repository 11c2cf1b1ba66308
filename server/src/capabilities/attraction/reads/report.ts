import type { Value } from '@qiongding/kernel'
import type { PackJourney } from '@qiongding/pack-format'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { journeysById, lightWord } from '../../../spine/journeys/index.ts'
import { asOfOf, packOf, valueLabels } from '../../../spine/pack.ts'
import { factsOf, type PageColumn, pageSource } from '../../../spine/registry/index.ts'
import { attractionContract, type ProjectRow } from '../contract.ts'
import { listProjects } from './list.ts'

type Reported = ProjectRow & {
  readonly facts: Readonly<Record<string, Value>>
  readonly reached: Readonly<Record<string, string>>
}
type Column = NonNullable<PackJourney['report']>['columns'][number]

/** The list of projects in the columns of a superior office, as the pack has them. What nobody knows is blank there, as the form wants it. */
export const reportPage = pageSource({
  id: 'report',
  label: { zh: '进展报表', en: 'Progress report' },
  operation: attractionContract.list,
  reads: ['journey.confidential', 'personal.read'],
  read: async (ctx, input) => {
    const answer = await listProjects(ctx, input)
    const asOf = asOfOf(ctx, input)
    const ids = answer.rows.map(({ id }) => id)
    return reading(ctx, async (read) => {
      const facts = await factsOf(ctx, read, ids, asOf)
      const journeys = await journeysById(read, ids, asOf)
      return {
        ...answer,
        rows: answer.rows.map(
          (row): Reported => ({
            ...row,
            facts: facts.get(row.id)?.facts ?? {},
            reached: journeys.get(row.id)?.reached ?? {},
          }),
        ),
      }
    })
  },
  columns: (ctx) =>
    (packOf(ctx).pack.journeys.find(({ report }) => report !== undefined)?.report?.columns ?? []).map(
      (column) => columnOf(ctx, column),
    ),
})

const DAYS = new Set(['since', 'opened'])

function columnOf(ctx: Context, column: Column): PageColumn<Reported> {
  const { header } = column
  if ('reached' in column)
    return { header, type: 'day', width: 12, of: ({ reached }) => reached[column.reached] }
  if ('part' in column)
    return {
      header,
      type: DAYS.has(column.part) ? 'day' : column.part === 'open-orders' ? 'number' : 'text',
      width: column.part === 'title' ? 32 : 12,
      of: (row, language) => partOf(row, column.part, language),
    }
  const fact = packOf(ctx).facts.get(column.fact)
  const labels = valueLabels(ctx, column.fact)
  const named = (value: Value, language: 'zh' | 'en') =>
    labels.get(String(value))?.[language] ?? String(value)
  return {
    header,
    type: fact?.type === 'number' ? 'number' : fact?.type === 'day' ? 'day' : 'text',
    ...(fact?.type === 'number' && fact.unit !== undefined && { unit: fact.unit }),
    width: fact?.type === 'text' ? 28 : 14,
    of: ({ facts: stated }, language) => {
      const value = stated[column.fact]
      if (value === undefined || fact?.type === 'number' || fact?.type === 'day') return value
      return Array.isArray(value)
        ? value.map((one) => named(one as Value, language)).join('、')
        : named(value, language)
    },
  }
}

function partOf(row: Reported, part: string, language: 'zh' | 'en'): Value | undefined {
  switch (part) {
    case 'no':
      return row.no
    case 'title':
      return row.title
    case 'stage':
      return row.closed ? row.closed.label[language] : row.stageLabel[language]
    case 'since':
      return row.since
    case 'opened':
      return row.openedOn
    case 'light':
      return row.light && lightWord(row.light.light, language)
    case 'office':
      return row.office?.[language]
    case 'open-orders':
      return row.openOrders
    default:
      return row.lateClocks.map((clock) => clock[language]).join('、') || undefined
  }
}

import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { NoResult } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { usePack } from '../../shell/pack.ts'
import { conditionsOf, textOf } from './filters/conditions.ts'
import { useConditionText, useFilterFacts } from './filters/use-conditions.ts'
import { type ListFilter, subjectCountQuery } from './queries.ts'

/** Which of several to let go, and how many records come back then: the word sought, or one of the conditions. */
export function NothingFound(props: { title: string; kind: string; filter: ListFilter }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const filters = useFilters()
  const asOf = useAsOf()
  const pack = usePack()
  const textIn = useConditionText()
  const { named } = useFilterFacts(props.kind)
  const { kind, filter } = props
  const conditions = conditionsOf(filter.filter ?? '', named)
  const ways = [
    ...(filter.q === undefined ? [] : [{ text: filter.q, change: { q: undefined } }]),
    ...conditions.map((condition) => {
      const { column, rest } = textIn(condition)
      const left = textOf(
        conditions.filter((one) => one !== condition),
        pack.fact,
      )
      return { text: `${column} ${rest}`, change: { filter: left === '' ? undefined : left } }
    }),
  ]
  const counts = useQueries({
    queries: ways.map(({ change }) => subjectCountQuery(kind, { ...filter, ...change }, asOf)),
  })
  return (
    <NoResult
      title={t('registry.noResult', { kind: props.title })}
      ways={ways.map(({ text, change }, at) => {
        const n = counts[at]?.data?.total
        return {
          label: t('registry.drop', { text }),
          drop: () => filters.set(change),
          brings: n === undefined ? undefined : t('registry.count', { count: n, n: format.figure(n) }),
        }
      })}
    />
  )
}

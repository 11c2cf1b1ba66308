import { unitOf } from '@qiongding/kernel'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../kit/use-format.ts'
import { fromUnitOf, useFactText } from '../../../shell/facts.ts'
import { type FactView, useLabel, usePack } from '../../../shell/pack.ts'
import type { Condition } from './conditions.ts'

/** Facts of a kind that a list can be filtered by: closed values tell nothing, not even who has them. */
export function useFilterFacts(kind: string): {
  facts: readonly FactView[]
  named: (name: string) => FactView | undefined
} {
  const pack = usePack()
  return useMemo(() => {
    const facts = pack.facts.filter(
      (fact) => fact.of === kind && (fact.sensitivity === undefined || fact.sensitivity === 'open'),
    )
    const byName = new Map(
      facts.flatMap((fact) => [fact.label.en, fact.label.zh, fact.key].map((name) => [name, fact] as const)),
    )
    return { facts, named: (name) => byName.get(name) }
  }, [pack, kind])
}

/** A condition in words: the column, the operator, and the value with its unit. */
export function useConditionText(): (condition: Condition) => { column: string; rest: string } {
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const label = useLabel()
  const factText = useFactText()
  return useCallback(
    (condition) => {
      if (condition.kind === 'line') return { column: t('filters.clause'), rest: condition.text }
      const { fact: key, test } = condition
      const fact = pack.fact(key)
      const written = (value: string): string => {
        if (fact?.type === 'day') return format.day(value)
        if (fact?.type !== 'number') return factText(key, value)
        const unit = 'unit' in test ? (test.unit ?? fact.unit) : fact.unit
        if (unit === undefined || unitOf(unit)) return factText(key, fromUnitOf(Number(value), unit))
        return format.amount(Number(value), unit)
      }
      const column = label(fact?.label, key)
      const isDay = fact?.type === 'day' ? 'day' : 'number'
      switch (test.op) {
        case 'known':
        case 'unknown':
        case 'yes':
        case 'no':
          return { column, rest: t(`filters.says.${test.op}`) }
        case 'at-least':
        case 'at-most':
        case 'equals':
          return { column, rest: t(`filters.says.${isDay}.${test.op}`, { value: written(test.value) }) }
        case 'between':
          return {
            column,
            rest: t(`filters.says.${isDay}.between`, { from: written(test.from), to: written(test.to) }),
          }
        default: {
          const shown = test.values
            .slice(0, 3)
            .map((value) => (fact?.type === 'list' ? value : written(value)))
          const more = test.values.length - shown.length
          const value = shown.join(t('fact.and')) + (more > 0 ? t('filters.more', { count: more }) : '')
          return { column, rest: t(`filters.says.${test.op}`, { value }) }
        }
      }
    },
    [t, format, pack, label, factText],
  )
}

import type { IndicatorRow } from '@qiongding/server/spine/targets/contract'
import { useTranslation } from 'react-i18next'
import { figure } from '../../kit/format.ts'
import { useFormat } from '../../kit/use-format.ts'
import { inUnitOf } from '../../shell/facts.ts'

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '' }

/** Writes the figures of an indicator in its own unit. */
export function useIndicatorText(): {
  amount: (row: Pick<IndicatorRow, 'unit'>, value: number) => string
  bare: (row: Pick<IndicatorRow, 'unit'>, value: number) => string
  asked: (row: IndicatorRow) => string
} {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = (unit: string | undefined, value: number) => Number(inUnitOf(value, unit).toFixed(2))
  const amount = (row: Pick<IndicatorRow, 'unit'>, value: number) => {
    const inUnit = shown(row.unit, value)
    return row.unit === '%' ? `${figure(inUnit)}%` : format.amount(inUnit, row.unit ?? '')
  }
  return {
    amount,
    bare: (row, value) => figure(shown(row.unit, value)),
    asked: (row) => {
      if (row.value === undefined) return t('target.noValue')
      if (typeof row.value === 'string') return row.value
      if (row.kind === 'rank' || row.op === 'rank') return t('target.rankAsked', { n: row.value })
      const sign = row.op === 'about' ? t('target.about') : (SIGNS[row.op ?? ''] ?? '')
      return `${sign} ${amount(row, row.value)}`.trim()
    },
  }
}

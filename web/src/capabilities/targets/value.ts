import type { IndicatorRow } from '@qiongding/server/spine/targets/contract'
import { useTranslation } from 'react-i18next'
import { figure } from '../../kit/format.ts'
import { useFormat } from '../../kit/use-format.ts'

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '' }

/** Writes the figures of an indicator. Unlike facts they travel in the indicator's own unit, as its source states them. */
export function useIndicatorText(): {
  amount: (row: Pick<IndicatorRow, 'unit'>, value: number) => string
  /** A figure that the pace works out, not one that somebody stated: one decimal from ten up. */
  reckoned: (row: Pick<IndicatorRow, 'unit'>, value: number) => string
  bare: (row: Pick<IndicatorRow, 'unit'>, value: number) => string
  asked: (row: IndicatorRow) => string
} {
  const { t } = useTranslation()
  const format = useFormat()
  const amount = (row: Pick<IndicatorRow, 'unit'>, value: number) => {
    return format.amount(Number(value.toFixed(2)), row.unit ?? '')
  }
  return {
    amount,
    reckoned: (row, value) => amount(row, Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1))),
    bare: (_, value) => figure(value),
    asked: (row) => {
      if (row.value === undefined) return t('target.noValue')
      if (typeof row.value === 'string') return row.value
      if (row.kind === 'rank' || row.op === 'rank') return t('target.rankAsked', { n: row.value })
      const sign = row.op === 'about' ? t('target.about') : (SIGNS[row.op ?? ''] ?? '')
      return `${sign} ${amount(row, row.value)}`.trim()
    },
  }
}

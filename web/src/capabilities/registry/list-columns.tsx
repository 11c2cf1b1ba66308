import type { SubjectRow } from '@qiongding/server/spine/registry/contract'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableColumn } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useCellText, useFactHeader } from '../../shell/facts.ts'
import { type FactView, type KindView, usePack } from '../../shell/pack.ts'

/** Wide enough for the words of a column without making the reader scroll. */
const WIDTHS: Readonly<Record<string, number>> = { number: 116, day: 96, boolean: 84, enum: 104, tree: 132 }

/** About as wide as the words of a header are drawn at 12 px, with room for the arrow of the order, and never a third of a screen. */
function headWidth(text: string): number {
  const drawn = [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 12 : 6.4), 0)
  return Math.min(190, Math.ceil(drawn) + 30)
}

/** Lists have no order, and closed values tell none: who stands first would say them. */
const isSortable = (fact: FactView) => fact.type !== 'list' && (fact.sensitivity ?? 'open') === 'open'

/** Every fact of a kind that a list can have a column of: the pack's own first, the name before all. */
export function useColumns(kind: KindView | undefined): readonly TableColumn<SubjectRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const header = useFactHeader()
  const cellText = useCellText()
  return useMemo(() => {
    if (!kind) return []
    const stated = pack.facts.filter((fact) => fact.of === kind.id && fact.ageOf === undefined)
    const own = kind.columns.filter((key) => key !== kind.nameFact)
    const others = stated.map((fact) => fact.key).filter((key) => key !== kind.nameFact && !own.includes(key))
    const facts = [...own, ...others]
    return [
      {
        id: 'name',
        header: header(kind.nameFact),
        sort: 'name',
        cell: (row: SubjectRow) => (
          <span title={row.name}>
            <b>{row.name}</b>
          </span>
        ),
      },
      ...facts.map((key): TableColumn<SubjectRow> => {
        const fact = pack.fact(key)
        return {
          id: key,
          header: header(key),
          ...(fact && isSortable(fact) && { sort: key }),
          figure: fact?.type === 'number',
          width: Math.max(WIDTHS[fact?.type ?? 'text'] ?? 128, headWidth(header(key))),
          cell: (row) => {
            const value = row.values[key]
            if (row.masked.includes(key)) return <span className="q-third">{t('fact.masked')}</span>
            if (value === undefined) return <span className="q-unknown-word">{t('unknown')}</span>
            const text = cellText(key, value)
            return <span title={text}>{text}</span>
          },
        }
      }),
      {
        id: 'asOf',
        header: t('registry.asOf'),
        width: 88,
        figure: true,
        cell: (row: SubjectRow) => (
          <span className="q-third">{row.asOf === undefined ? t('unknown') : format.day(row.asOf)}</span>
        ),
      },
    ]
  }, [kind, t, format, pack, header, cellText])
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Tag } from '../../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useIsPast } from '../../../shell/as-of.ts'
import { useRows } from '../../../shell/list.ts'
import { More } from '../../../shell/more.tsx'
import { type MergeView, mergesQuery } from './queries.ts'
import { UndoForm } from './undo-form.tsx'

/** Merges, the latest first, with a way back from each that stands. */
export function MergeList(props: { kind: string }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const isPast = useIsPast()
  const query = useInfiniteQuery(mergesQuery(props.kind))
  const rows = useRows(query.data?.pages)
  const [undoing, setUndoing] = useState<MergeView>()
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={6} widths={['30%', '30%', '20%']} />
  if (rows.length === 0)
    return <EmptyState title={t('duplicates.none.merged')}>{t('duplicates.noneMeans.merged')}</EmptyState>
  return (
    <div className="q-merges">
      <table className="q-table q-stacked">
        <thead>
          <tr>
            <th scope="col">{t('duplicates.mergedOne')}</th>
            <th scope="col">{t('duplicates.into')}</th>
            <th scope="col">{t('duplicates.by')}</th>
            <th scope="col" style={{ width: 120 }}>
              <span className="q-hidden">{t('duplicates.undo')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="wrap">{row.merged.name}</td>
              <td className="wrap">
                <Link to="/registry/$kind/$id" params={{ kind: props.kind, id: row.into.id }}>
                  {row.into.name}
                </Link>
              </td>
              <td className="wrap">
                {row.by} <span className="q-source">{format.moment(row.recordedAt)}</span>
                {row.undone && (
                  <div className="q-source">
                    {t('duplicates.undoneBy', { by: row.undone.by, when: format.moment(row.undone.at) })} ·{' '}
                    {row.undone.reason}
                  </div>
                )}
              </td>
              <td className="q-right">
                {row.state === 'undone' ? (
                  <Tag>{t('duplicates.state.undone')}</Tag>
                ) : (
                  !isPast && (
                    <Button small onClick={() => setUndoing(row)}>
                      {t('duplicates.undo')}
                    </Button>
                  )
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More of={query} />
      {undoing && (
        <UndoForm
          mergeId={undoing.id}
          merged={undoing.merged.name}
          into={undoing.into.name}
          onClose={() => setUndoing(undefined)}
        />
      )}
    </div>
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel } from '../../shell/pack.ts'
import { sittingsQuery } from './queries.ts'

/** Sittings to come and those that were, with how much of their agenda was decided. */
export function Sittings(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const query = useInfiniteQuery(sittingsQuery(useAsOf()))
  const rows = useRows(query.data?.pages)
  return (
    <>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={5} widths={['30%', 80, 60, '30%']} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('dispatch.noSittings.title')}>{t('dispatch.noSittings.step')}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="q-table q-stack">
          <colgroup>
            <col />
            <col style={{ width: 110 }} />
            <col style={{ width: 100 }} />
            <col style={{ width: 110 }} />
            <col style={{ width: '34%' }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('dispatch.forum')}</th>
              <th scope="col">{t('dispatch.day')}</th>
              <th scope="col" className="q-right">
                {t('dispatch.agenda')}
              </th>
              <th scope="col" className="q-right">
                {t('dispatch.decided')}
              </th>
              <th scope="col">{t('dispatch.attended')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="headline">
                  <Link to="/dispatch/sittings/$id" params={{ id: row.id }}>
                    {label(row.forumLabel)}
                  </Link>{' '}
                  {row.state !== 'held' && <Tag>{t(`dispatch.state.${row.state}`)}</Tag>}
                </td>
                <td data-label={t('dispatch.day')}>{format.day(row.day)}</td>
                <td data-label={t('dispatch.agenda')} className="q-right">
                  {format.figure(row.items)}
                </td>
                <td data-label={t('dispatch.decided')} className="q-right">
                  {format.figure(row.decided)}
                </td>
                <td data-label={t('dispatch.attended')} title={row.attended.join(t('fact.and'))}>
                  {row.attended.join(t('fact.and'))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More of={query} />
    </>
  )
}

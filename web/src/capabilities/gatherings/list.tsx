import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { GatheringForm } from './form.tsx'
import { gatheringsQuery } from './queries.ts'
import './gatherings.css'

/** Days on which needs and offers are brought together: which are to come, and what became of those that were. */
export function Gatherings(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const query = useInfiniteQuery(gatheringsQuery(useAsOf()))
  const rows = useRows(query.data?.pages)
  const [opening, setOpening] = useState(false)
  const may = query.data?.pages[0]?.abilities.includes('gathering.hold') ?? false
  usePage([{ text: t('gathering.title') }])
  const planned = rows.filter(({ state, day }) => state === 'planned' && day >= format.today).length
  return (
    <div className="q-page">
      <div className="q-row wrap" style={{ margin: '4px 0 10px' }}>
        <h1 className="q-h1">{t('gathering.title')}</h1>
        {query.data && <span className="q-second">{t('gathering.coming', { n: planned })}</span>}
        {rows.some((row) => row.demonstration) && <DemoLabel />}
        <span className="q-push">
          {may && (
            <Button kind="primary" onClick={() => setOpening(true)}>
              {t('gathering.new')}
            </Button>
          )}
        </span>
      </div>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} widths={['34%', 80, '16%', 60, 60]} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('gathering.none.title')}>{t('gathering.none.step')}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="q-table q-stack">
          <colgroup>
            <col />
            <col style={{ width: 120 }} />
            <col style={{ width: '20%' }} />
            <col style={{ width: '18%' }} />
            <col style={{ width: 80 }} />
            <col style={{ width: 90 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('gathering.name')}</th>
              <th scope="col">{t('gathering.day')}</th>
              <th scope="col">{t('gathering.place')}</th>
              <th scope="col">{t('gathering.profile')}</th>
              <th scope="col" className="q-right">
                {t('gathering.needs')}
              </th>
              <th scope="col" className="q-right">
                {t('gathering.met')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="headline">
                  <Link to="/gatherings/$id" params={{ id: row.id }}>
                    {row.title}
                  </Link>{' '}
                  {row.state !== 'planned' && <Tag>{t(`gathering.state.${row.state}`)}</Tag>}
                </td>
                <td data-label={t('gathering.day')}>{format.day(row.day)}</td>
                <td data-label={t('gathering.place')} title={row.place}>
                  {row.place ?? <span className="q-unknown-word">{t('unknown')}</span>}
                </td>
                <td data-label={t('gathering.profile')}>
                  {label(pack.matchings.find(({ id }) => id === row.profile)?.label, row.profile)}
                </td>
                <td data-label={t('gathering.needs')} className="q-right">
                  {format.figure(row.needs)}
                </td>
                <td data-label={t('gathering.met')} className="q-right">
                  {row.noted === 0 ? (
                    <span className="q-unknown-word">{t('gathering.notNoted')}</span>
                  ) : (
                    format.figure(row.met)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More of={query} />
      {opening && <GatheringForm onClose={() => setOpening(false)} />}
    </div>
  )
}

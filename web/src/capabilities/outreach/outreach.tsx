import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { CareList } from './care.tsx'
import { tripsQuery } from './queries.ts'
import { TripForm } from './trip-form.tsx'
import './outreach.css'

/** Trips with what became of everybody who was met, and the rota of those that have settled. */
export function Outreach(): ReactNode {
  const { t } = useTranslation()
  const filters = useFilters()
  const view = filters.value('view') ?? 'trips'
  usePage([{ text: t('outreach.title') }])
  return (
    <div className="q-page">
      <div className="q-row wrap" style={{ margin: '4px 0 10px' }}>
        <h1 className="q-h1">{t('outreach.title')}</h1>
      </div>
      <ViewTabs
        label={t('outreach.views')}
        current={view}
        views={[
          { id: 'trips', text: t('outreach.view.trips') },
          { id: 'care', text: t('outreach.view.care') },
        ]}
        onChoose={(next) => filters.set({ view: next })}
      />
      {view === 'care' ? <CareList /> : <Trips />}
    </div>
  )
}

function Trips(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const query = useInfiniteQuery(tripsQuery(useAsOf()))
  const rows = useRows(query.data?.pages)
  const [planning, setPlanning] = useState(false)
  const may = query.data?.pages[0]?.abilities.includes('visit.write') ?? false
  return (
    <>
      <div className="q-row wrap" style={{ margin: '10px 0' }}>
        <span className="q-second q-small">{t('outreach.sevenDays')}</span>
        {may && (
          <span className="q-push">
            <Button kind="primary" onClick={() => setPlanning(true)}>
              {t('outreach.plan')}
            </Button>
          </span>
        )}
      </div>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={5} widths={['34%', 80, '20%', 60]} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('outreach.none.title')}>{t('outreach.none.step')}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="q-table q-stack">
          <colgroup>
            <col />
            <col style={{ width: 100 }} />
            <col style={{ width: '14%' }} />
            <col style={{ width: '18%' }} />
            <col style={{ width: 80 }} />
            <col style={{ width: '22%' }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('outreach.trip')}</th>
              <th scope="col">{t('outreach.day')}</th>
              <th scope="col">{t('outreach.place')}</th>
              <th scope="col">{t('outreach.office')}</th>
              <th scope="col" className="q-right">
                {t('outreach.met')}
              </th>
              <th scope="col">{t('outreach.followUp')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="headline">
                  <Link to="/outreach/trips/$id" params={{ id: row.id }}>
                    {row.title}
                  </Link>{' '}
                  {row.state !== 'done' && <Tag>{t(`outreach.state.${row.state}`)}</Tag>}
                  {row.demonstration && <DemoLabel />}
                </td>
                <td data-label={t('outreach.day')}>{format.day(row.day)}</td>
                <td data-label={t('outreach.place')} title={row.place}>
                  {row.place}
                </td>
                <td data-label={t('outreach.office')}>{label(row.office)}</td>
                <td data-label={t('outreach.met')} className="q-right">
                  {format.figure(row.met)}
                </td>
                <td data-label={t('outreach.followUp')}>
                  {row.overdue > 0 && <Tag tone="bad">{t('outreach.overdueOf', { n: row.overdue })}</Tag>}{' '}
                  {row.late > 0 && <Tag tone="caution">{t('outreach.lateOf', { n: row.late })}</Tag>}
                  {row.overdue + row.late === 0 && row.met > 0 && (
                    <span className="q-good">{t('outreach.allFollowed')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More of={query} />
      {planning && <TripForm onClose={() => setPlanning(false)} />}
    </>
  )
}

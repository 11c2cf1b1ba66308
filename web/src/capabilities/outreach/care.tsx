import type { Care } from '@qiongding/server/capabilities/outreach/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { DemoLabel, Tag, Unknown } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel } from '../../shell/pack.ts'
import { careQuery, visitsQuery } from './queries.ts'
import { VisitLine } from './visit.tsx'
import { VisitForm } from './visit-form.tsx'

/** Enterprises that have settled, and when somebody should come by again. */
export function CareList(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const query = useInfiniteQuery(careQuery(useAsOf()))
  const rows = useRows(query.data?.pages)
  const first = query.data?.pages[0]
  const may = first?.abilities.includes('visit.write') ?? false
  const [chosen, setChosen] = useState<{ readonly care: Care; readonly to: 'read' | 'write' }>()
  return (
    <>
      {first && (
        <p className="q-second" style={{ margin: '10px 0' }}>
          {t('outreach.rota', { n: first.total, late: first.late })}{' '}
          {first.source && <span className="q-source">{label(first.source)}</span>}{' '}
          {rows.some((row) => row.demonstration) && <DemoLabel />}
        </p>
      )}
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={5} widths={['34%', 80, 80, '20%']} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('outreach.noCare.title')}>{t('outreach.noCare.step')}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="q-table q-stack">
          <colgroup>
            <col />
            <col style={{ width: '24%' }} />
            <col style={{ width: 100 }} />
            <col style={{ width: 110 }} />
            <col style={{ width: 130 }} />
            <col style={{ width: 110 }} />
            <col style={{ width: 130 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('outreach.company')}</th>
              <th scope="col">{t('outreach.settledWith')}</th>
              <th scope="col">{t('outreach.settled')}</th>
              <th scope="col">{t('outreach.last')}</th>
              <th scope="col">{t('outreach.due')}</th>
              <th scope="col" className="q-right">
                {t('outreach.openSteps')}
              </th>
              <th scope="col" aria-label={t('outreach.recordVisit')} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.partyId}>
                <td className="headline">
                  <button
                    type="button"
                    className="q-plain-button"
                    onClick={() => setChosen({ care: row, to: 'read' })}
                  >
                    {row.company}
                  </button>
                </td>
                <td data-label={t('outreach.settledWith')}>
                  <Link to="/journeys/$id" params={{ id: row.journey.id }}>
                    {row.journey.title}
                  </Link>
                </td>
                <td data-label={t('outreach.settled')}>{format.day(row.settledOn)}</td>
                <td data-label={t('outreach.last')}>
                  {row.last === undefined ? <Unknown>{t('outreach.never')}</Unknown> : format.day(row.last)}
                </td>
                <td data-label={t('outreach.due')}>
                  {format.day(row.due)} {row.late && <Tag tone="bad">{t('outreach.dueLate')}</Tag>}
                </td>
                <td data-label={t('outreach.openSteps')} className="q-right">
                  {format.figure(row.open)}
                </td>
                <td className="q-right">
                  {may && (
                    <Button small onClick={() => setChosen({ care: row, to: 'write' })}>
                      {t('outreach.recordVisit')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More of={query} />
      <p className="q-source">{t('outreach.increase')}</p>
      {chosen?.to === 'write' && (
        <VisitForm
          of={{ partyId: chosen.care.partyId, company: chosen.care.company }}
          onClose={() => setChosen(undefined)}
        />
      )}
      {chosen?.to === 'read' && <Visits care={chosen.care} onClose={() => setChosen(undefined)} />}
    </>
  )
}

function Visits(props: { care: Care; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const query = useQuery(visitsQuery(props.care.partyId, useAsOf()))
  return (
    <Dialog title={t('outreach.visitsOf', { company: props.care.company })} onClose={props.onClose} wide>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={3} />}
      {query.data?.rows.length === 0 && <p className="q-second">{t('outreach.never')}</p>}
      <ul className="q-visits">
        {query.data?.rows.map((visit) => (
          <VisitLine key={visit.id} visit={visit} />
        ))}
      </ul>
    </Dialog>
  )
}

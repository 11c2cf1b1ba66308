import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { More } from '../../shell/more.tsx'
import { useLabel } from '../../shell/pack.ts'
import { useLadderKinds } from './kinds.ts'
import { calendarQuery } from './queries.ts'

/** What runs out in the year to come: month by month, and one by one. */
export function Calendar(): ReactNode {
  const kinds = useLadderKinds()
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const read = useInfiniteQuery(calendarQuery(useAsOf()))
  const first = read.data?.pages[0]
  if (read.error) return <ErrorState error={read.error} again={() => void read.refetch()} />
  if (!first) return <Skeleton rows={8} widths={['30%', 120, 120, 80]} />
  if (first.total === 0)
    return <EmptyState title={t('ladder.nothingEnds')}>{t('ladder.nothingEndsSays')}</EmptyState>
  const most = Math.max(...first.months.map(({ n }) => n))
  return (
    <>
      <ConclusionSentence>{t('ladder.ends', { n: format.figure(first.total) })}</ConclusionSentence>
      <dl className="q-months">
        {first.months.map(({ month, n }) => (
          <div key={month}>
            <dt>{month}</dt>
            <dd>
              <meter min={0} max={most} value={n} aria-label={month} />
              {format.figure(n)}
            </dd>
          </div>
        ))}
      </dl>
      <table className="q-table q-stacked q-blocks q-ladder-firms">
        <thead>
          <tr>
            <th scope="col">{t('policy.subject')}</th>
            <th scope="col">{t('ladder.name')}</th>
            <th scope="col">{t('ladder.certificate')}</th>
            <th scope="col">{t('ladder.validTo')}</th>
          </tr>
        </thead>
        <tbody>
          {read.data?.pages
            .flatMap((page) => page.rows)
            .map((row) => (
              <tr key={row.certificate.id}>
                <th scope="row">
                  <Link to="/registry/$kind/$id" params={{ kind: kinds.firm, id: row.id }}>
                    {row.name}
                  </Link>{' '}
                  {row.demonstration && <DemoLabel />}
                </th>
                <td>{label(row.title)}</td>
                <td>
                  <Link to="/registry/$kind/$id" params={{ kind: kinds.certificate, id: row.certificate.id }}>
                    {row.certificate.number ?? t('ladder.noNumberOfPaper')}
                  </Link>
                </td>
                <td>
                  {row.certificate.validTo && format.day(row.certificate.validTo)}
                  <span className="q-source"> {t('ladder.daysLeft', { n: row.days })}</span>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <More of={read} />
      <p>
        <SourceNote asOf={first.on} />
      </p>
    </>
  )
}

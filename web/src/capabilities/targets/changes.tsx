import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { useLabel } from '../../shell/pack.ts'
import { targetChangesQuery } from './queries.ts'
import { RowLink } from './row-link.tsx'

type Changes = OutputOf<
  typeof import('@qiongding/server/spine/targets/contract')['targetsContract']['changes']
>
type Row = Changes['rows'][number]

/** The day so many days before another. */
const daysBefore = (day: string, n: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - n * 86_400_000).toISOString().slice(0, 10)

/** What moved a counted figure between two days, row by row, with what happened to each. */
export function TargetChanges(props: { id: string; on: string }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const since = useId()
  const [from, setFrom] = useState(daysBefore(props.on, 7))
  const to = props.on
  const query = useQuery({ ...targetChangesQuery(props.id, from, to), enabled: from !== '' && from <= to })
  const changes = query.data
  return (
    <section className="q-section">
      <SectionTitle
        beside={
          <label className="q-row q-small" htmlFor={since}>
            {t('target.changes.since')}
            <Input
              id={since}
              type="date"
              size="small"
              max={to}
              value={from}
              onChange={(event) => setFrom(event.target.value)}
              style={{ width: 140 }}
            />
          </label>
        }
        aside={t('target.changes.means')}
      >
        {t('target.changes.title')}
      </SectionTitle>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && query.isFetching && <Skeleton rows={3} />}
      {changes && (
        <p>
          {t('target.changes.say', {
            from: format.day(changes.from),
            before: changes.before === undefined ? t('unknown') : format.figure(changes.before),
            to: format.day(changes.to),
            after: changes.after === undefined ? t('unknown') : format.figure(changes.after),
          })}
        </p>
      )}
      {changes && changes.rows.length === 0 && (
        <EmptyState title={t('target.changes.none')}>{t('target.changes.noneStep')}</EmptyState>
      )}
      {changes && changes.rows.length > 0 && <Rows rows={changes.rows} />}
      {changes && changes.more > 0 && (
        <p className="q-second q-small">{t('target.changes.more', { n: changes.more })}</p>
      )}
    </section>
  )
}

function Rows(props: { rows: readonly Row[] }): ReactNode {
  const { t } = useTranslation()
  const stood = useStood()
  return (
    <table className="q-table q-stacked q-counted">
      <colgroup>
        <col />
        <col style={{ width: '26%' }} />
        <col style={{ width: '40%' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('target.rows.row')}</th>
          <th scope="col">{t('target.changes.change')}</th>
          <th scope="col">{t('target.changes.cause')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.id}>
            <td>
              <RowLink row={row} />
              {row.demonstration && <DemoLabel />}
            </td>
            <td>
              {stood(row.before)} → {stood(row.after)}
              {row.other && (
                <div className="q-second q-small">{t('target.rows.other', { title: row.other.title })}</div>
              )}
            </td>
            <td className="q-second q-small">
              <Causes row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function useStood(): (stood: Row['before']) => string {
  const { t } = useTranslation()
  return (stood) => {
    if (!stood) return t('target.changes.absent')
    const word = t(`target.rows.word.${stood.verdict}`)
    return stood.because === undefined || stood.because === 'counts'
      ? word
      : t('target.changes.stood', { word, because: t(`target.counting.${stood.because}`) })
  }
}

function Causes(props: { row: Row }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { causes } = props.row
  if (causes.length === 0) return t('target.changes.noCause')
  return (
    <ul>
      {causes.map((cause, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events of one day may read alike; their order is what tells them apart
        <li key={index}>
          {format.day(cause.day)} {label(cause.office, '')}{' '}
          {t(`event.${cause.event.replaceAll('.', '-')}`, { defaultValue: cause.event })}
          {cause.evidence && t('target.changes.evidence', { what: label(cause.evidence) })}
          {cause.of !== undefined && ` · ${cause.of}`}
        </li>
      ))}
    </ul>
  )
}

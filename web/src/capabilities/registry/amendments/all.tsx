import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useFactText } from '../../../shell/facts.ts'
import { useRows } from '../../../shell/list.ts'
import { More } from '../../../shell/more.tsx'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { usePage } from '../../../shell/page.tsx'
import { type Amendment, amendmentsQuery, isUnderWay } from './queries.ts'

/** Changes of many records of a list, the latest first: by whom, what, how many, and where each stands. */
export function Amendments(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { kind } = useParams({ strict: false }) as { kind: string }
  const query = useInfiniteQuery(amendmentsQuery(kind))
  const rows = useRows(query.data?.pages)
  usePage([
    { text: label(pack.kind(kind)?.label, kind), to: `/registry/${kind}` },
    { text: t('amendments.title') },
  ])
  return (
    <div className="q-page">
      <h1 className="q-h1">{t('amendments.title')}</h1>
      <p className="q-second">{t('amendments.meaning')}</p>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} widths={['24%', '18%', '20%', '10%']} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('amendments.empty')}>{t('amendments.emptyStep')}</EmptyState>
      )}
      <ul className="q-section">
        {rows.map((row) => (
          <li key={row.id}>
            <Line amendment={row} />
          </li>
        ))}
      </ul>
      <More of={query} />
    </div>
  )
}

function Line(props: { amendment: Amendment }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const { amendment } = props
  const value = amendment.value === undefined ? t('unknown') : factText(amendment.fact, amendment.value)
  const tone = amendment.state === 'review' ? ({ tone: 'warm' } as const) : {}
  return (
    <Link className="q-list-row" to="/amendments/$id" params={{ id: amendment.id }}>
      <b className="q-nowrap">{label(pack.fact(amendment.fact)?.label, amendment.fact)}</b>
      <span className="q-clip">→ {value}</span>
      <span className="q-source q-push q-clip">
        {t('registry.count', { count: amendment.chosen, n: format.figure(amendment.chosen) })} ·{' '}
        {amendment.by} {format.moment(amendment.recordedAt)}
      </span>
      <Tag {...(isUnderWay(amendment) ? { tone: 'sea' } : tone)}>
        {t(`amendments.state.${amendment.state}`)}
      </Tag>
    </Link>
  )
}

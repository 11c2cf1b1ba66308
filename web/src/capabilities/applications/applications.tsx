import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useFilters } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { useMay, useSession } from '../../shell/session.ts'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { AutomaticList } from './automatic.tsx'
import { applicationsQuery, type Listed, STATES, type State } from './queries.ts'
import './applications.css'

/** Applications for what policies give, and the lists of those who need not apply. */
export function Applications(): ReactNode {
  const { t } = useTranslation()
  const filters = useFilters()
  const may = useMay()
  const isAutomatic = filters.value('state') === 'automatic' && may('application.decide')
  const state = STATES.find((one) => one === filters.value('state')) ?? 'all'
  usePage([{ text: t('application.title') }])
  return (
    <div className="q-page">
      <h1 className="q-h1">{t('application.title')}</h1>
      <ViewTabs
        label={t('application.title')}
        current={isAutomatic ? 'automatic' : state}
        onChoose={(one) => filters.set({ state: one, policy: undefined })}
        views={[
          ...STATES.map((one) => ({ id: one as string, text: t(`application.states.${one}`) })),
          ...(may('application.decide') ? [{ id: 'automatic', text: t('application.automatic') }] : []),
        ]}
      />
      {isAutomatic ? <AutomaticList /> : <List state={state} />}
    </div>
  )
}

const TONE = { applied: 'caution', decided: 'sea', paid: 'good', closed: 'unknown' } as const

function List(props: { state: State }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const party = useSession().person.party
  const read = useInfiniteQuery(applicationsQuery(props.state))
  const rows = read.data?.pages.flatMap((page) => page.rows) ?? []
  if (read.error) return <ErrorState error={read.error} again={() => void read.refetch()} />
  if (!read.data) return <Skeleton rows={8} widths={['24%', '20%', 120, 120]} />
  if (rows.length === 0)
    return (
      <EmptyState title={t('application.none')}>
        {t(party ? 'application.noneOwn' : 'application.noneSays')}
      </EmptyState>
    )
  return (
    <>
      <ConclusionSentence>
        {t('application.count', { n: format.figure(read.data.pages[0]?.total ?? 0) })}
      </ConclusionSentence>
      <table className="q-table q-stacked q-blocks q-applications">
        <thead>
          <tr>
            <th scope="col">{t('application.no')}</th>
            <th scope="col">{t('application.policy')}</th>
            <th scope="col">{t('application.who')}</th>
            <th scope="col">{t('application.state')}</th>
            <th scope="col" className="q-right">
              {t('application.granted')}
            </th>
            <th scope="col" className="q-right">
              {t('application.paid')}
            </th>
            <th scope="col">{t('policy.office')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      <More of={read} />
    </>
  )

  function Row(props: { row: Listed }): ReactNode {
    const { row } = props
    return (
      <tr>
        <th scope="row">
          <Link to="/journeys/$id" params={{ id: row.id }}>
            {row.no}
          </Link>{' '}
          {row.demonstration && <DemoLabel />}
        </th>
        <td className="wrap">
          {label(row.policy.label)} <span className="q-source">{t('policy.version', { n: row.number })}</span>
        </td>
        <td className="wrap">{row.subject.name}</td>
        <td>
          <Tag tone={TONE[row.state]}>{row.closed ? label(row.closed.exit) : label(row.stage.label)}</Tag>{' '}
          <span className="q-source">
            {row.way === 'automatic' && t('application.automatic')} {format.day(row.day)}
          </span>
        </td>
        <td className="q-right">
          <span className="q-phone-word">{t('application.granted')}</span>
          {row.decided?.amount !== undefined ? format.money(Number(row.decided.amount)) : '—'}
        </td>
        <td className="q-right">
          <span className="q-phone-word">{t('application.paid')}</span>
          {row.paid ? format.money(Number(row.paid.amount)) : '—'}
        </td>
        <td className="q-second">{label(row.office)}</td>
      </tr>
    )
  }
}

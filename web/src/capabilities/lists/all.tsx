import type { ListView } from '@qiongding/server/spine/registry/lists/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { FreshnessBadge, useVersionName } from './badges.tsx'
import { listsQuery } from './queries.ts'
import './lists.css'

/** The lists of the district: how fresh each is, which version stands, and what has moved since. */
export function Lists(): ReactNode {
  const { t } = useTranslation()
  const lists = useQuery(listsQuery(useAsOf()))
  usePage([{ text: t('list.title') }])
  return (
    <div className="q-page">
      <h1 className="q-hidden">{t('list.title')}</h1>
      {lists.error && <ErrorState error={lists.error} again={() => void lists.refetch()} />}
      {lists.isPending && <Skeleton rows={5} widths={['24%', 60, 80, 80, 120]} />}
      {lists.data?.rows.length === 0 && (
        <EmptyState title={t('list.none.title')}>{t('list.none.step')}</EmptyState>
      )}
      {lists.data && lists.data.rows.length > 0 && <Read rows={lists.data.rows} on={lists.data.on} />}
    </div>
  )
}

function Read(props: { rows: readonly ListView[]; on: string }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { rows } = props
  const overdue = rows.filter((row) => row.freshness.state === 'overdue')
  const never = rows.filter((row) => row.freshness.state === 'unknown').length
  const names = overdue.map((row) => label(row.label)).join(t('fact.and'))
  return (
    <>
      <ConclusionSentence>
        {overdue.length > 0
          ? t('list.conclusion.overdue', { n: overdue.length, names })
          : never > 0
            ? t('list.conclusion.never', { n: never })
            : t('list.conclusion.fresh', { n: rows.length })}
      </ConclusionSentence>
      <div className="q-row" style={{ margin: '8px 0' }}>
        {rows.some((row) => row.demonstration) && <DemoLabel />}
        <span className="q-push">
          <SourceNote asOf={props.on}>{t('list.unknownMeans')}</SourceNote>
        </span>
      </div>
      <table className="q-table q-stacked q-lists">
        <colgroup>
          <col />
          <col style={{ width: 110 }} />
          <col style={{ width: 84 }} />
          <col style={{ width: 130 }} />
          <col style={{ width: 150 }} />
          <col style={{ width: 100 }} />
          <col style={{ width: 120 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('list.name')}</th>
            <th scope="col">{t('list.owner')}</th>
            <th scope="col" className="q-right">
              {t('list.rows')}
            </th>
            <th scope="col">{t('list.version')}</th>
            <th scope="col">{t('list.freshness')}</th>
            <th scope="col" className="q-right">
              {t('list.staleRows')}
            </th>
            <th scope="col" className="q-right">
              {t('list.touched')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function Row(props: { row: ListView }): ReactNode {
  const { row } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const nameOf = useVersionName()
  return (
    <tr>
      <th scope="row">
        <Link to="/lists/$list" params={{ list: row.id }}>
          {label(row.label)}
        </Link>{' '}
        {row.draft && <Tag tone="warm">{nameOf(row.draft)}</Tag>}
      </th>
      <td>{label(row.ownerLabel)}</td>
      <td className="q-right">
        <span className="q-phone-word">{t('list.rows')} </span>
        {format.figure(row.rows)}
        {row.unknown > 0 && (
          <div className="q-unknown-word q-small">{t('list.unknown', { n: row.unknown })}</div>
        )}
        {row.ended > 0 && <div className="q-third q-small">{t('list.ended', { n: row.ended })}</div>}
      </td>
      <td>
        {row.published ? (
          <>
            {nameOf(row.published)}{' '}
            <span className="q-source">{t('asOf', { when: format.day(row.published.on) })}</span>
          </>
        ) : (
          <span className="q-unknown-word">{t('list.neverPublished')}</span>
        )}
      </td>
      <td>
        <FreshnessBadge list={row} />
        {row.reminded && (
          <div className="q-source">
            {t('list.reminded', { day: format.day(row.reminded.on), n: row.reminded.times })}
          </div>
        )}
      </td>
      <td className="q-right">
        <span className="q-phone-word">{t('list.staleRows')} </span>
        {row.staleRows > 0 ? (
          <Link to="/lists/$list" params={{ list: row.id }} search={{ stale: 'true' } as never}>
            {format.figure(row.staleRows)}
          </Link>
        ) : (
          format.figure(0)
        )}
      </td>
      <td className="q-right">
        <span className="q-phone-word">{t('list.touched')} </span>
        {row.touched === undefined ? (
          <span className="q-third">{t('list.noVersionYet')}</span>
        ) : (
          <Link to="/lists/$list" params={{ list: row.id }} search={{ view: 'diff' } as never}>
            {format.figure(row.touched)}
          </Link>
        )}
      </td>
    </tr>
  )
}

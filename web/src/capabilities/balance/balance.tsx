import type { BalanceNode } from '@qiongding/server/capabilities/talent/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../kit/dialog.tsx'
import { DemoLabel, Unknown } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { balanceQuery, balanceRowsQuery, type Chosen } from './queries.ts'
import './balance.css'

type Read = OutputOf<
  typeof import('@qiongding/server/capabilities/talent/contract')['talentContract']['balance']
>
type Demand = BalanceNode['demand']

/** Demand against supply on every node; what nobody said stands apart and is no zero. */
export function BalancePage(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const filters = useFilters()
  const { balance: id } = useParams({ strict: false }) as { balance: string }
  const place = filters.value('place')
  const balance = useQuery(balanceQuery(id, place, useAsOf()))
  usePage([{ text: label(balance.data?.label, t('balance.title')) }])
  return (
    <div className="q-page">
      <h1 className="q-hidden">{label(balance.data?.label, t('balance.title'))}</h1>
      {balance.error && <ErrorState error={balance.error} again={() => void balance.refetch()} />}
      {balance.isPending && <Skeleton rows={10} widths={['24%', 80, 80, 80, 120]} />}
      {balance.data && <Shown id={id} read={balance.data} place={place} />}
    </div>
  )
}

function Shown(props: { id: string; read: Read; place: string | undefined }): ReactNode {
  const { read, place } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const filters = useFilters()
  const [chosen, setChosen] = useState<Chosen>()
  const short = read.nodes.filter((node) => node.balance.is === 'short')
  const unsaid = read.unplaced.supply.known
  const names = short.map((node) => label(node.label)).join(t('fact.and'))
  return (
    <>
      <ConclusionSentence>
        {short.length > 0
          ? t('balance.conclusion.short', { n: short.length, names })
          : t('balance.conclusion.none')}{' '}
        {unsaid > 0 && t('balance.conclusion.unplaced', { n: format.figure(unsaid) })}
      </ConclusionSentence>
      <div className="q-row wrap" style={{ margin: '10px 0' }}>
        {read.places.length > 0 && (
          <Select
            aria-label={t('balance.place')}
            style={{ minWidth: 180 }}
            value={place ?? ''}
            options={[
              { value: '', label: t('balance.everywhere') },
              ...read.places.map((one) => ({ value: one.place, label: one.place })),
            ]}
            onChange={(next) => filters.set({ place: next === '' ? undefined : next })}
          />
        )}
        {place !== undefined && (
          <span className="q-small q-second">
            {!read.placed.supply && t('balance.supplyEverywhere')}{' '}
            {read.placeUnknown.demand > 0 && (
              <Unknown>{t('balance.placeUnknown', { n: format.figure(read.placeUnknown.demand) })}</Unknown>
            )}
          </span>
        )}
        {read.demonstration && <DemoLabel />}
        <span className="q-push">
          <SourceNote asOf={read.on}>{label(read.note)}</SourceNote>
        </span>
      </div>
      <table className="q-table q-stacked q-balance">
        <thead>
          <tr>
            <th scope="col">{t('balance.node')}</th>
            <th scope="col" className="q-right">
              {t('balance.open')}
            </th>
            <th scope="col" className="q-right">
              {t('balance.expired')}
            </th>
            <th scope="col" className="q-right">
              {t('balance.filled')}
            </th>
            <th scope="col" className="q-right">
              {t('balance.supply')}
            </th>
            <th scope="col">{t('balance.says')}</th>
            <th scope="col" className="q-right">
              {t('balance.asOf')}
            </th>
          </tr>
        </thead>
        <tbody>
          {read.nodes.map((node) => (
            <Row key={node.code} title={label(node.label)} node={node} onChoose={setChosen} />
          ))}
          <Row
            title={t('balance.unplaced')}
            unknown
            node={{ code: '', demand: read.unplaced.demand, supply: read.unplaced.supply }}
            onChoose={setChosen}
          />
        </tbody>
      </table>
      {chosen && <Rows id={props.id} place={place} chosen={chosen} onClose={() => setChosen(undefined)} />}
    </>
  )
}

function Row(props: {
  title: string
  unknown?: boolean
  node: Pick<BalanceNode, 'code' | 'demand' | 'supply'> & Partial<BalanceNode>
  onChoose: (chosen: Chosen) => void
}): ReactNode {
  const { node, title, unknown } = props
  const { t } = useTranslation()
  const format = useFormat()
  const choose = (side: Chosen['side'], standing: string | undefined, word: string) =>
    props.onChoose({
      side,
      node: node.code,
      ...(standing === undefined ? {} : { standing }),
      title: `${title} · ${word}`,
    })
  const heads = (key: keyof Demand, standing: string, word: string): ReactNode => {
    const { needs, heads: known, unsaid } = node.demand[key]
    if (needs === 0) return <span className="q-third">{t('balance.noNeeds')}</span>
    return (
      <button type="button" className="q-plain-button" onClick={() => choose('demand', standing, word)}>
        {needs > unsaid && t('balance.heads', { n: format.figure(known) })}
        <span className="q-source"> n {format.figure(needs)}</span>
        {unsaid > 0 && (
          <span className="q-unknown-word q-small">
            {' '}
            · {t('balance.unsaid', { n: format.figure(unsaid) })}
          </span>
        )}
      </button>
    )
  }
  return (
    <tr>
      <th scope="row">{unknown ? <Unknown>{title}</Unknown> : title}</th>
      <td className="q-right">
        <span className="q-phone-word">{t('balance.open')}</span>
        {heads('open', 'open,expiring', t('balance.open'))}
        {node.demand.unknown.needs > 0 && (
          <div className="q-unknown-word q-small">
            {t('balance.endUnknown', { n: format.figure(node.demand.unknown.needs) })}
          </div>
        )}
      </td>
      <td className="q-right">
        <span className="q-phone-word">{t('balance.expired')}</span>
        {heads('expired', 'expired', t('balance.expired'))}
      </td>
      <td className="q-right">
        <span className="q-phone-word">{t('balance.filled')}</span>
        {heads('filled', 'filled', t('balance.filled'))}
      </td>
      <td className="q-right">
        <span className="q-phone-word">{t('balance.supply')}</span>
        {node.supply.known === 0 ? (
          <span className="q-third">{t('balance.nobodyKnown')}</span>
        ) : (
          <button
            type="button"
            className="q-plain-button"
            onClick={() => choose('supply', undefined, t('balance.supply'))}
          >
            {t('balance.heads', { n: format.figure(node.supply.known) })}
            <span className="q-source">
              {' '}
              {t('balance.consenting', { n: format.figure(node.supply.consenting) })}
            </span>
          </button>
        )}
      </td>
      <td>{node.balance && <Says balance={node.balance} />}</td>
      <td className="q-right q-source">
        {node.asOf && `${format.day(node.asOf.from)}—${format.day(node.asOf.to)}`}
      </td>
    </tr>
  )
}

function Says(props: { balance: BalanceNode['balance'] }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { is, atLeast } = props.balance
  if (is === 'unknown') return <Unknown>{t('balance.is.unknown')}</Unknown>
  if (is === 'short') return <b>{t('balance.is.short', { n: format.figure(atLeast ?? 0) })}</b>
  return <span className={is === 'none' ? 'q-third' : 'q-good'}>{t(`balance.is.${is}`)}</span>
}

function Rows(props: {
  id: string
  place: string | undefined
  chosen: Chosen
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useInfiniteQuery(balanceRowsQuery(props.id, props.place, props.chosen, useAsOf()))
  const rows = useRows(query.data?.pages)
  const kind = query.data?.pages[0]?.kind ?? ''
  return (
    <Dialog wide title={props.chosen.title} onClose={props.onClose}>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} />}
      {query.data && rows.length === 0 && <EmptyState title={t('balance.noRows')} />}
      <ul style={{ maxHeight: '60vh', overflow: 'auto' }}>
        {rows.map((row) => (
          <li key={row.id} className="q-list-row">
            <Link to="/registry/$kind/$id" params={{ kind, id: row.id }} className="q-clip">
              {row.name}
            </Link>
            <span className="q-source q-clip q-grow">{row.holder}</span>
            {row.standing && <span className="q-small q-second">{t(`need.standing.${row.standing}`)}</span>}
            {props.chosen.side === 'demand' &&
              (row.quantity === undefined ? (
                <span className="q-unknown-word">{t('unknown')}</span>
              ) : (
                <span>{t('balance.heads', { n: format.figure(row.quantity) })}</span>
              ))}
            <span className="q-source">{format.day(row.asOf)}</span>
          </li>
        ))}
      </ul>
      <More of={query} />
    </Dialog>
  )
}

import type { Order } from '@qiongding/server/spine/orders/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icons.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { OrderStanding } from '../../shell/order-progress.tsx'
import { labelIn, useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { OrderActions } from './actions.tsx'
import { ordersQuery } from './queries.ts'
import './own-page.css'

/** An enterprise's own page: what it asked for, who owes it, and what only it can confirm. */
export function OwnPage(props: { party: { id: string; name: string } }): ReactNode {
  const { t } = useTranslation()
  const query = useInfiniteQuery(ordersQuery({}, useAsOf()))
  const orders = useRows(query.data?.pages)
  usePage([{ text: props.party.name }])
  const waiting = orders.filter((order) => order.state === 'delivered')
  const running = orders.filter((order) => !['delivered', 'confirmed', 'withdrawn'].includes(order.state))
  const done = orders.filter((order) => order.state === 'confirmed')
  return (
    <div className="q-page q-own">
      <div className="q-row">
        <h1 className="q-h1">{props.party.name}</h1>
      </div>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} />}
      {query.data && orders.length === 0 && (
        <EmptyState title={t('own.empty.title')}>{t('own.empty.step')}</EmptyState>
      )}
      {orders.length > 0 && (
        <>
          <div style={{ margin: '6px 0 16px' }}>
            <ConclusionSentence>
              {waiting.length > 0
                ? t('own.waiting', { n: waiting.length })
                : t('own.nothing', { n: running.length })}
            </ConclusionSentence>
          </div>
          <Waiting orders={waiting} />
          <Rows title={t('own.running')} orders={running} />
          <Rows title={t('own.done')} orders={done} />
        </>
      )}
      <More of={query} />
    </div>
  )
}

function Waiting(props: { orders: readonly Order[] }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  return (
    <>
      {props.orders.map((order) => (
        <section key={order.id} className="q-note warm q-waiting">
          <Icon name="hand" className="q-warm" />
          <div className="q-grow">
            <h2 className="q-h3">
              {label(labelIn(pack.elements, order.element), order.element)} · {order.what}{' '}
              {order.demonstration && <DemoLabel />}
            </h2>
            <p className="q-second" style={{ margin: '2px 0 8px' }}>
              {t('own.says', {
                office: label(order.officeLabel),
                day: order.deliveredOn === undefined ? '' : format.day(order.deliveredOn),
              })}
            </p>
            <OrderActions order={order} />
          </div>
        </section>
      ))}
    </>
  )
}

function Rows(props: { title: string; orders: readonly Order[] }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  if (props.orders.length === 0) return null
  return (
    <section className="q-section">
      <SectionTitle beside={t('order.count', { n: props.orders.length })}>{props.title}</SectionTitle>
      <ul>
        {props.orders.map((order) => (
          <li key={order.id} className="q-list-row q-own-row">
            <b>{label(labelIn(pack.elements, order.element), order.element)}</b>
            <span className="q-grow">{order.what}</span>
            <span className="q-second q-small">{label(order.officeLabel)}</span>
            <OrderStanding order={order} />
          </li>
        ))}
      </ul>
    </section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icons.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { LedgerList } from '../../shell/ledger-list.tsx'
import { OrderStanding } from '../../shell/order-progress.tsx'
import { labelIn, useLabel, usePack } from '../../shell/pack.ts'
import { OrderActions } from './actions.tsx'
import { orderQuery } from './queries.ts'

/** One order in full beside its list: who, by when, what may be done now, and everything that happened. */
export function OrderPanel(props: { id: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const query = useQuery(orderQuery(props.id, useAsOf()))
  const order = query.data
  return (
    <aside className="q-panel" aria-label={t('order.one')}>
      <div className="q-row">
        <h2 className="q-h2 q-grow">
          {order
            ? `${label(labelIn(pack.elements, order.element), order.element)} ${order.no}`
            : t('order.one')}
        </h2>
        {order?.demonstration && <DemoLabel />}
        <button
          type="button"
          className="q-icon-button"
          aria-label={t('action.close')}
          onClick={props.onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={8} widths={['30%', '50%']} />}
      {order && (
        <>
          <p style={{ margin: '2px 0 8px' }}>
            {order.what}
            {order.quantity !== undefined && ` · ${format.amount(order.quantity, order.unit ?? '')}`}
          </p>
          <OrderStanding order={order} />
          <dl className="q-pairs" style={{ margin: '12px 0' }}>
            <dt>{t('order.party')}</dt>
            <dd>{order.party?.name ?? <span className="q-unknown-word">{t('unknown')}</span>}</dd>
            <dt>{t('order.office')}</dt>
            <dd>{label(order.officeLabel)}</dd>
            {order.journey && (
              <>
                <dt>{t('order.journey')}</dt>
                <dd>
                  <Link to="/journeys/$id" params={{ id: order.journey.id }}>
                    {order.journey.title}
                  </Link>
                </dd>
              </>
            )}
            <dt>{t('order.blocks')}</dt>
            <dd>{order.blocks ? <b>{label(order.blocks.label)}</b> : t('order.blocksNothing')}</dd>
            <dt>{t('order.raised')}</dt>
            <dd>{format.day(order.raisedOn)}</dd>
            {order.needBy !== undefined && (
              <>
                <dt>{t('order.needBy')}</dt>
                <dd>{format.day(order.needBy)}</dd>
              </>
            )}
            <dt>{t('order.promised')}</dt>
            <dd>
              {order.promisedOn === undefined ? (
                <span className="q-unknown-word">{t('order.unpromised')}</span>
              ) : (
                format.day(order.promisedOn)
              )}
            </dd>
            {order.channel !== undefined && (
              <>
                <dt>{t('order.channel')}</dt>
                <dd>{t(`order.channels.${order.channel}`)}</dd>
              </>
            )}
          </dl>
          {order.dispute !== undefined && (
            <div className="q-note warm" style={{ marginBottom: 12 }}>
              <Icon name="hand" className="q-warm" />
              <span>{t('order.disputeSays', { reason: order.dispute, n: order.disputes })}</span>
            </div>
          )}
          <OrderActions key={order.id} order={order} />
          {order.links.length > 0 && (
            <section style={{ marginTop: 16 }}>
              <h3 className="q-h3">{t('order.links')}</h3>
              <ul>
                {order.links.map((link) => (
                  <li key={link.id} className="q-list-row">
                    <span className="q-clip">{link.sentTo}</span>
                    <Tag>{t(`order.linkState.${link.state}`)}</Tag>
                    <span className="q-source q-push">{format.moment(link.expiresAt)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <LedgerList rows={order.ledger} />
        </>
      )}
    </aside>
  )
}

import type { Order } from '@qiongding/server/spine/orders/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { OrderStanding } from '../../shell/order-progress.tsx'
import { labelIn, useLabel, usePack } from '../../shell/pack.ts'

/** The element orders of one journey. */
export function OrderRows(props: { orders: readonly Order[] }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const { orders } = props
  const late = orders.filter((order) => order.late === 'yes').length
  const disputed = orders.filter((order) => order.state === 'disputed').length
  const waiting = orders.filter((order) => order.state === 'delivered').length
  return (
    <section className="q-section">
      <SectionTitle
        beside={t('journey.orderCounts', { n: orders.length, late, disputed, waiting })}
        aside={t('order.barsMean')}
      >
        {t('journey.orders')}
      </SectionTitle>
      {orders.length === 0 ? (
        <p className="q-second">{t('journey.noOrders')}</p>
      ) : (
        <table className="q-table q-order-rows q-stacked">
          <colgroup>
            <col style={{ width: 64 }} />
            <col />
            <col style={{ width: 100 }} />
            <col style={{ width: 92 }} />
            <col style={{ width: 92 }} />
            <col style={{ width: 220 }} />
            <col style={{ width: 72 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('order.element')}</th>
              <th scope="col">{t('order.what')}</th>
              <th scope="col">{t('order.office')}</th>
              <th scope="col">{t('order.raised')}</th>
              <th scope="col">{t('order.promised')}</th>
              <th scope="col">{t('order.progress')}</th>
              <th scope="col">{t('order.blocks')}</th>
            </tr>
          </thead>
          <tbody>
            {orders.map((order) => (
              <tr key={order.id}>
                <th scope="row">{label(labelIn(pack.elements, order.element), order.element)}</th>
                <td>
                  <Link to="/orders" search={{ view: 'all', order: order.id } as never} title={order.what}>
                    {order.what}
                  </Link>
                </td>
                <td>{label(order.officeLabel)}</td>
                <td className="q-second">{format.day(order.raisedOn)}</td>
                <td className={order.late === 'yes' ? 'q-warm q-strong' : ''}>
                  {order.promisedOn === undefined ? (
                    <span className="q-unknown-word">{t('unknown')}</span>
                  ) : (
                    format.day(order.promisedOn)
                  )}
                </td>
                <td>
                  <OrderStanding order={order} />
                </td>
                <td>
                  {order.blocks ? (
                    <b>{label(order.blocks.label)}</b>
                  ) : (
                    <span className="q-third">{t('order.blocksNothing')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

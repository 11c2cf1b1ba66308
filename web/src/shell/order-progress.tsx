import type { Order } from '@qiongding/server/spine/orders/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { OrderProgress } from '../kit/marks.tsx'
import { useFormat } from '../kit/use-format.ts'

type Known = Pick<Order, 'state' | 'late' | 'lateDays' | 'promisedOn' | 'confirmedOn'>

/** How far an order came, in bars and in one short word. */
export function OrderStanding(props: { order: Known }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { order } = props
  const late = order.late === 'yes' && (order.lateDays ?? 0) > 0
  if (order.state === 'withdrawn') return <span className="q-third">{t('order.state.withdrawn')}</span>
  const word =
    late && order.state !== 'delivered' && order.state !== 'confirmed' && order.state !== 'disputed'
      ? t('order.lateBy', { n: order.lateDays })
      : order.state === 'committed' && order.promisedOn !== undefined
        ? t('order.promisedFor', { day: format.day(order.promisedOn) })
        : order.state === 'confirmed' && order.confirmedOn !== undefined
          ? t('order.confirmedOn', { day: format.day(order.confirmedOn) })
          : t(`order.state.${order.state}`)
  return <OrderProgress state={order.state} late={late} word={word} />
}

import type { Order } from '@qiongding/server/spine/orders/contract'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { useIsPast } from '../../shell/as-of.ts'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { CommitForm, DeliverForm, PaperForm, ReasonForm } from './forms.tsx'
import { orderVerbs } from './queries.ts'

type Asking = 'commit' | 'deliver' | 'dispute' | 'withdraw' | 'paper'

/** The verbs this reader may use on this order now; the server says which, the page never guesses. */
export function OrderActions(props: { order: Order }): ReactNode {
  const { t } = useTranslation()
  const { order } = props
  const [asking, setAsking] = useState<Asking>()
  const isPast = useIsPast()
  const may = (verb: string) => order.abilities.includes(`order.${verb}`) && !isPast
  const done = () => setAsking(undefined)
  const accept = useWrite({ write: orderVerbs.accept, done: () => t('order.done.accept', { no: order.no }) })
  const confirm = useWrite({
    write: orderVerbs.confirm,
    done: () => t('order.done.confirm', { no: order.no }),
  })
  const link = useWrite({ write: orderVerbs.link })
  const open = order.state !== 'confirmed' && order.state !== 'withdrawn'
  const error = accept.error ?? confirm.error ?? link.error
  return (
    <div>
      <div className="q-row wrap">
        {may('accept') && order.state === 'raised' && (
          <Button kind="primary" busy={accept.isPending} onClick={() => accept.mutate(order)}>
            {t('order.verb.accept')}
          </Button>
        )}
        {may('commit') && ['accepted', 'committed', 'disputed'].includes(order.state) && (
          <Button
            {...(order.state === 'accepted' ? { kind: 'primary' as const } : {})}
            onClick={() => setAsking('commit')}
          >
            {t(order.promisedOn === undefined ? 'order.verb.commit' : 'order.verb.recommit')}
          </Button>
        )}
        {may('deliver') && ['committed', 'disputed'].includes(order.state) && (
          <Button kind="primary" onClick={() => setAsking('deliver')}>
            {t('order.verb.deliver')}
          </Button>
        )}
        {may('confirm') && order.state === 'delivered' && (
          <Button kind="primary" busy={confirm.isPending} onClick={() => confirm.mutate(order)}>
            {t('order.verb.confirm')}
          </Button>
        )}
        {may('dispute') && order.state === 'delivered' && (
          <Button onClick={() => setAsking('dispute')}>{t('order.verb.dispute')}</Button>
        )}
        {may('link') && order.state === 'delivered' && (
          <Button kind="ask" busy={link.isPending} onClick={() => link.mutate(order)}>
            {t('order.verb.link')}
          </Button>
        )}
        {may('paper') && order.state === 'delivered' && (
          <Button onClick={() => setAsking('paper')}>{t('order.verb.paper')}</Button>
        )}
        {may('raise') && open && (
          <Button kind="link" onClick={() => setAsking('withdraw')}>
            {t('order.verb.withdraw')}
          </Button>
        )}
      </div>
      {link.data && (
        <div className="q-note sea" style={{ marginTop: 10 }}>
          <span>
            {t('order.linkMade', { to: link.data.sentTo })}
            <br />
            <span className="q-mono">{new URL(link.data.url, window.location.href).href}</span>
          </span>
        </div>
      )}
      {error !== null && (
        <div className="q-note caution" style={{ marginTop: 10 }}>
          <RefusalNotice problem={problemOf(error)} />
        </div>
      )}
      {asking === 'commit' && <CommitForm order={order} onClose={done} />}
      {asking === 'deliver' && <DeliverForm order={order} onClose={done} />}
      {asking === 'paper' && <PaperForm order={order} onClose={done} />}
      {(asking === 'dispute' || asking === 'withdraw') && (
        <ReasonForm order={order} verb={asking} onClose={done} />
      )}
    </div>
  )
}

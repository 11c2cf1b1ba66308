import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { answerOffer, type Listed } from './queries.ts'

/** Projects that another office offers: taking one over is this side's half of a hand-over. */
export function Incoming(props: { rows: Listed['incoming'] }): ReactNode {
  const { t } = useTranslation()
  if (props.rows.length === 0) return null
  return (
    <section className="q-note warm q-section" aria-label={t('attraction.incoming.title')}>
      <Icon name="hand" className="q-warm" />
      <div className="q-grow">
        <h2 className="q-h3 q-warm">{t('attraction.incoming.count', { n: props.rows.length })}</h2>
        {props.rows.map((row) => (
          <Offered key={row.id} row={row} />
        ))}
      </div>
    </section>
  )
}

function Offered(props: { row: Listed['incoming'][number] }): ReactNode {
  const { row } = props
  const { t } = useTranslation()
  const label = useLabel()
  const [reason, setReason] = useState('')
  const write = useWrite({
    write: (take: boolean) => answerOffer(row.id, take, reason === '' ? undefined : reason),
    done: (answer) =>
      t(answer.taken ? 'attraction.incoming.taken' : 'attraction.incoming.left', { title: row.title }),
  })
  return (
    <div className="q-row wrap">
      <span className="q-grow">
        <b>{row.title}</b>{' '}
        <span className="q-second">
          {t('attraction.incoming.from', { office: label(row.from), reason: row.reason })}
        </span>
      </span>
      <Input
        aria-label={t('attraction.incoming.reason')}
        placeholder={t('attraction.incoming.reason')}
        style={{ width: 200 }}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button kind="warm" busy={write.isPending} onClick={() => write.mutate(true)}>
        {t('attraction.incoming.take')}
      </Button>
      <Button disabled={reason === ''} busy={write.isPending} onClick={() => write.mutate(false)}>
        {t('attraction.incoming.leave')}
      </Button>
      <Refused error={write.error} />
    </div>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Input, Segmented } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { DemoLabel, Verdict } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { CodeField, LinkPage } from '../../shell/link-page.tsx'
import { useLabel } from '../../shell/pack.ts'
import { answerConfirmation, confirmationQuery } from './queries.ts'
import './own-page.css'
import { Refused } from '../../shell/refused.tsx'

type Confirmation = OutputOf<
  typeof import('@qiongding/server/spine/orders/contract')['ordersContract']['confirmation']
>

/** Behind a one-time link: the enterprise says whether it arrived. No sign-in, no shell, nothing personal. */
export function Confirm(): ReactNode {
  const { token } = useParams({ strict: false }) as { token: string }
  const confirmation = useQuery(confirmationQuery(token))
  return (
    <LinkPage className="q-confirm" query={confirmation} closed={<Closed state="broken" />}>
      {(answer) => <Read confirmation={answer} token={token} />}
    </LinkPage>
  )
}

/** A link that takes no answer any more, or never did: what became of it, and what to do. */
function Closed(props: { state: string }): ReactNode {
  const { t } = useTranslation()
  return (
    <section>
      <h1 className="q-h1">
        {t(`confirm.closed.${props.state}.title`, { defaultValue: t('confirm.closed.used.title') })}
      </h1>
      <p className="q-second">
        {t(`confirm.closed.${props.state}.cure`, { defaultValue: t('confirm.closed.used.cure') })}
      </p>
    </section>
  )
}

function Read(props: { confirmation: Confirmation; token: string }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { order, state, triesLeft } = props.confirmation
  if (state !== 'waiting' || !order) return <Closed state={state} />
  return (
    <section>
      <h1 className="q-h1">{t('confirm.title', { party: order.partyName })}</h1>
      <p className="q-conclusion" style={{ margin: '6px 0 12px' }}>
        {t('confirm.sentence', { office: label(order.officeLabel), what: order.what })}{' '}
        {order.demonstration && <DemoLabel />}
      </p>
      <dl className="q-pairs" style={{ marginBottom: 20 }}>
        <dt>{t('order.element')}</dt>
        <dd>
          {label(order.elementLabel)} {order.no}
        </dd>
        <dt>{t('order.journey')}</dt>
        <dd>{order.journeyTitle}</dd>
        {order.promisedOn !== undefined && (
          <>
            <dt>{t('order.promised')}</dt>
            <dd>{format.day(order.promisedOn)}</dd>
          </>
        )}
        {order.deliveredOn !== undefined && (
          <>
            <dt>{t('confirm.delivered')}</dt>
            <dd>{format.day(order.deliveredOn)}</dd>
          </>
        )}
      </dl>
      <Answer token={props.token} triesLeft={triesLeft} />
    </section>
  )
}

function Answer(props: { token: string; triesLeft: number }): ReactNode {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [arrived, setArrived] = useState<'yes' | 'no'>()
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const answer = useMutation({
    mutationFn: (confirmed: boolean) =>
      answerConfirmation(props.token, { code, confirmed, ...(confirmed ? {} : { reason }) }),
    onError: () => client.invalidateQueries(confirmationQuery(props.token)),
  })
  if (answer.data)
    return (
      <div className="q-note sea" role="status">
        <Verdict verdict="yes" word={t(`confirm.done.${answer.data.state}`)} />
      </div>
    )
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (arrived !== undefined) answer.mutate(arrived === 'yes')
  }
  return (
    <form onSubmit={submit}>
      <Field label={t('confirm.question')}>
        {(ids) => (
          <Segmented
            {...ids}
            block
            value={arrived ?? ''}
            options={[
              { value: 'yes', label: t('confirm.yes') },
              { value: 'no', label: t('confirm.no') },
            ]}
            onChange={(value) => setArrived(value === 'yes' ? 'yes' : 'no')}
          />
        )}
      </Field>
      {arrived === 'no' && (
        <Field label={t('order.form.reason')} hint={t('order.form.disputeHint')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              required
            />
          )}
        </Field>
      )}
      <CodeField hint={t('confirm.codeHint', { n: props.triesLeft })} value={code} onChange={setCode} />
      <Refused error={answer.error} />
      <Button
        kind="primary"
        submit
        busy={answer.isPending}
        disabled={arrived === undefined || code.length !== 6}
      >
        {t(arrived === 'no' ? 'confirm.sendNo' : 'confirm.sendYes')}
      </Button>
      <p className="q-source" style={{ marginTop: 12 }}>
        {t('confirm.once')}
      </p>
    </form>
  )
}

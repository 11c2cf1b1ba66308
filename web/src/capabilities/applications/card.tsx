import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Input, InputNumber } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Verdict } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { FactLine, SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { call } from '../../shell/api.ts'
import { fromUnitOf, inUnitOf } from '../../shell/facts.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { Budget } from './budget.tsx'
import { type Application, applicationQuery, applicationsContract } from './queries.ts'
import './applications.css'

/** What an application is for and what it comes to, on the page of its journey. */
export function ApplicationCard(props: { id: string }): ReactNode {
  const read = useQuery(applicationQuery(props.id))
  if (read.error) return <ErrorState error={read.error} again={() => void read.refetch()} />
  if (!read.data) return <Skeleton rows={4} />
  return <Shown application={read.data} />
}

function Shown(props: { application: Application }): ReactNode {
  const { application } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const [isDeciding, setDeciding] = useState(false)
  const { policy, subject, verdict, worth, missing, decided, paid, payable, budget, abilities } = application
  const money = (text: string) => format.money(Number(text))
  const pay = useWrite({
    write: () =>
      call(applicationsContract.pay, { params: { id: application.id }, ifMatch: application.version }),
    done: ({ amount }) => t('application.paidDone', { amount: money(amount) }),
  })
  return (
    <section className="q-section">
      <SectionTitle
        aside={
          <Link
            to="/policies/answers/$kind/$id"
            params={{ kind: subject.kind, id: subject.id }}
            search={{ policy: policy.id }}
          >
            {t('application.lines')}
          </Link>
        }
      >
        {label(policy.label)}{' '}
        <span className="q-source">{t('policy.version', { n: application.number })}</span>
      </SectionTitle>
      <FactLine
        facts={[
          { name: t('application.who'), value: subject.name },
          { name: t('application.way'), value: t(`application.ways.${application.way}`) },
          ...(verdict
            ? [
                {
                  name: t('application.now'),
                  value: <Verdict verdict={verdict} word={t(`policy.verdict.${verdict}`)} />,
                },
              ]
            : []),
          ...(worth
            ? [
                {
                  name: t('policy.worth.title'),
                  value:
                    worth.to === worth.from
                      ? money(worth.from)
                      : worth.to === undefined
                        ? t('policy.worth.open', { from: money(worth.from) })
                        : t('policy.worth.between', { from: money(worth.from), to: money(worth.to) }),
                },
              ]
            : []),
          ...(decided?.amount !== undefined
            ? [{ name: t('application.granted'), value: money(decided.amount) }]
            : []),
          ...(paid ? [{ name: t('application.paid'), value: money(paid.amount) }] : []),
          ...(payable !== undefined && !paid
            ? [{ name: t('application.payable'), value: money(payable) }]
            : []),
        ]}
      />
      {missing.length > 0 && verdict === 'unknown' && (
        <p className="q-unknown-word">
          {t('application.missing', {
            facts: missing.map((key) => label(pack.fact(key)?.label, key)).join(t('fact.and')),
          })}
        </p>
      )}
      {decided && (
        <p>
          {t('application.opinionSays', {
            by: decided.by,
            day: format.day(decided.day),
            opinion: decided.opinion,
          })}
        </p>
      )}
      {paid && Number(paid.short) > 0 && (
        <p className="q-second">{t('application.short', { amount: money(paid.short) })}</p>
      )}
      {budget && <Budget budget={budget} />}
      <Refused error={pay.error} />
      <div className="q-row wrap">
        {abilities.includes('application.decide') && (
          <Button
            kind="primary"
            disabled={verdict === 'unknown' || verdict === 'no'}
            onClick={() => setDeciding(true)}
          >
            {t('application.decide')}
          </Button>
        )}
        {abilities.includes('application.pay') && (
          <Button kind="primary" busy={pay.isPending} onClick={() => pay.mutate(undefined)}>
            {t('application.pay', { amount: money(payable ?? '0') })}
          </Button>
        )}
      </div>
      {isDeciding && <Decide application={application} onClose={() => setDeciding(false)} />}
    </section>
  )
}

function Decide(props: { application: Application; onClose: () => void }): ReactNode {
  const { application } = props
  const { worth } = application
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const road = pack.journeys.find((journey) => journey.application)?.application
  const unit = pack.fact(road?.amount ?? '')?.unit
  const [opinion, setOpinion] = useState('')
  const [amount, setAmount] = useState<number | null>(worth ? inUnitOf(Number(worth.from), unit) : null)
  const write = useWrite({
    write: () =>
      call(applicationsContract.decide, {
        params: { id: application.id },
        body: {
          opinion,
          ...(worth &&
            amount !== null && { amount: String(Math.round(fromUnitOf(amount, unit) * 100) / 100) }),
        },
        ifMatch: application.version,
      }),
    done: () => t('application.decidedDone'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('application.decide')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('application.opinion')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={500}
              value={opinion}
              onChange={(event) => setOpinion(event.target.value)}
              required
            />
          )}
        </Field>
        {worth && (
          <Field
            label={t('application.granted')}
            {...(worth.to !== undefined && {
              hint: t('application.most', { amount: format.money(Number(worth.to)) }),
            })}
          >
            {(ids) => (
              <InputNumber
                {...ids}
                style={{ width: '100%' }}
                min={0}
                value={amount}
                suffix={unit === undefined ? '' : format.unitWord(unit)}
                onChange={(next) => setAmount(next)}
              />
            )}
          </Field>
        )}
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {t('application.decide')}
        </Button>
      </form>
    </Dialog>
  )
}

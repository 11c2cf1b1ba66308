import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { PageWaiting, RefusalNotice } from '../../kit/states.tsx'
import { FactLine } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { JourneyMore } from '../../shell/journey-more.tsx'
import { LedgerList } from '../../shell/ledger-list.tsx'
import { labelIn, useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { CloseForm } from './close-form.tsx'
import { EvidenceList } from './evidence.tsx'
import { Gate } from './gate.tsx'
import { InTime } from './in-time.tsx'
import { JoinForm } from './join-form.tsx'
import { OrderRows } from './order-rows.tsx'
import { advance, journeyQuery } from './queries.ts'
import { RaiseForm } from './raise-form.tsx'
import { Track } from './track.tsx'
import './journeys.css'

export type Journey = OutputOf<
  typeof import('@qiongding/server/spine/journeys/contract')['journeysContract']['read']
>

/** One journey: where it stands, what its next gate asks, its orders, evidence and ledger. */
export function JourneyRecord(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(journeyQuery(id, useAsOf()))
  const journey = query.data
  const definition = labelIn(pack.journeys, journey?.definition)
  const drafted = pack.journeys.find((one) => one.id === journey?.definition)?.intake !== undefined
  usePage([
    {
      text: label(definition, t('journey.title')),
      to: drafted ? `/attraction/${journey?.definition}` : '/journeys',
    },
    { text: journey?.no ?? '' },
  ])
  if (query.error || !journey) return <PageWaiting of={query} rows={12} />
  return <Read journey={journey} />
}

function Read(props: { journey: Journey }): ReactNode {
  const { journey } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const [asking, setAsking] = useState<'raise' | 'close' | 'join'>()
  const isPast = useIsPast()
  const may = (ability: string) => journey.abilities.includes(ability) && !isPast && !journey.closed
  const move = useWrite({
    write: (to: string) => advance(journey, to),
    done: (moved) => t('journey.advanced', { stage: label(moved.stageLabel) }),
  })
  return (
    <div className="q-split">
      <div className="q-page">
        <div className="q-row wrap">
          <h1 className="q-h1">{journey.title}</h1>
          {journey.demonstration && <DemoLabel />}
          <Tag>{label(labelIn(pack.journeys, journey.definition), journey.definition)}</Tag>
          {journey.confidential && <Tag tone="warm">{t('journey.confidential')}</Tag>}
          <span className="q-push" />
          {may('order.raise') && !journey.confidential && (
            <Button onClick={() => setAsking('raise')}>{t('journey.raise')}</Button>
          )}
          {may('journey.advance') && journey.parties.length === 0 && (
            <Button onClick={() => setAsking('join')}>{t('journey.join')}</Button>
          )}
          {may('journey.advance') && journey.exits.length > 0 && (
            <Button onClick={() => setAsking('close')}>{t('journey.close')}</Button>
          )}
          {journey.gate && may('journey.advance') && (
            <Button
              {...(journey.gate.passes ? { kind: 'primary' as const } : {})}
              disabled={!journey.gate.passes}
              busy={move.isPending}
              onClick={() => journey.gate && move.mutate(journey.gate.to)}
            >
              {!journey.gate.passes && <Icon name="lock" small />}
              {t('journey.enter', { stage: label(journey.gate.toLabel) })}
            </Button>
          )}
        </div>
        <FactLine
          facts={[
            { name: t('journey.no'), value: journey.no },
            ...journey.parties.map((party) => ({
              name: t(`journey.role.${party.role}`, {
                defaultValue: label(pack.kind(party.kind)?.label, party.role),
              }),
              value: (
                <Link to="/registry/$kind/$id" params={{ kind: party.kind, id: party.id }}>
                  {party.name}
                </Link>
              ),
            })),
            { name: t('journey.opened'), value: format.day(journey.openedOn) },
            ...(journey.match
              ? [
                  {
                    name: t('journey.match'),
                    value: (
                      <Link
                        to="/matches/$profile/$needId"
                        params={{ profile: journey.match.profile, needId: journey.match.needId }}
                        search={{ offer: journey.match.offerId } as never}
                      >
                        {t('journey.profileVersion', { version: journey.match.profileVersion })}
                      </Link>
                    ),
                  },
                ]
              : []),
          ]}
        />
        {move.error !== null && (
          <div className="q-note caution q-section">
            <RefusalNotice problem={problemOf(move.error)} />
          </div>
        )}
        <Standing journey={journey} />
        <Track journey={journey} />
        <InTime journey={journey} />
        <Gate journey={journey} />
        <OrderRows orders={journey.orders} />
        <JourneyMore id={journey.id} definition={journey.definition} />
      </div>
      <aside className="q-rail">
        <Needed journey={journey} />
        <EvidenceList journey={journey} />
        <LedgerList rows={journey.ledger} />
      </aside>
      {asking === 'raise' && <RaiseForm journey={journey} onClose={() => setAsking(undefined)} />}
      {asking === 'join' && <JoinForm journey={journey} onClose={() => setAsking(undefined)} />}
      {asking === 'close' && <CloseForm journey={journey} onClose={() => setAsking(undefined)} />}
    </div>
  )
}

/** The one sentence of where it stands. */
function Standing(props: { journey: Journey }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { journey } = props
  if (journey.closed)
    return (
      <div className="q-note sea q-section">
        {t('journey.closedAs', {
          exit: label(journey.closed.label),
          day: format.day(journey.closed.day),
          reason: journey.closed.reason,
        })}
      </div>
    )
  if (journey.late !== 'yes') return null
  return (
    <div className="q-note caution q-section">
      <Icon name="clock" className="q-caution" />
      {t('journey.lateSays', { stage: label(journey.stageLabel), since: format.day(journey.since) })}
    </div>
  )
}

/** Whom it waits for: the orders that hold the next gate. */
function Needed(props: { journey: Journey }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { journey } = props
  const holding = journey.orders.filter(
    (order) =>
      order.blocks?.stage === journey.gate?.to && order.state !== 'confirmed' && order.state !== 'withdrawn',
  )
  if (holding.length === 0 || journey.closed) return null
  return (
    <section className="q-note warm" style={{ marginBottom: 20 }}>
      <Icon name="hand" className="q-warm" />
      <div>
        <h2 className="q-h3 q-warm">{t('journey.waitsFor', { n: holding.length })}</h2>
        {holding.map((order) => (
          <p key={order.id}>
            {order.state === 'delivered'
              ? t('journey.waitsConfirm', { party: order.party?.name ?? t('order.party'), what: order.what })
              : t('journey.waitsOffice', { office: label(order.officeLabel), what: order.what })}
            {order.promisedOn !== undefined && order.state !== 'delivered' && (
              <span className="q-second">
                {' '}
                {t('order.promisedFor', { day: format.day(order.promisedOn) })}
              </span>
            )}
          </p>
        ))}
      </div>
    </section>
  )
}

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icons.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { ConclusionSentence } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel } from '../../shell/pack.ts'
import type { Dome } from './desk.tsx'

/** The one order to deliver first, who owes it, and what it frees. */
export function First(props: { first: Dome['first']; open: number; demonstration: boolean }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { first } = props
  if (!first)
    return (
      <section className="q-first">
        <ConclusionSentence>{t('dome.first.none')}</ConclusionSentence>
      </section>
    )
  const { order, frees, perhaps, still } = first
  const stage = label(order.blocks?.label ?? frees[0]?.stage)
  return (
    <section className="q-first">
      <div className="q-row q-warm q-strong" style={{ marginBottom: 4 }}>
        <Icon name="hand" />
        <h2 className="q-h3">{t('dome.first.title')}</h2>
        <span className="q-source q-push">
          {t('dome.first.from', { n: format.figure(props.open) })} {props.demonstration && <DemoLabel />}
        </span>
      </div>
      <ConclusionSentence>
        <Trans
          t={t}
          i18nKey={frees.length > 0 ? 'dome.first.sentence' : 'dome.first.sentenceAlone'}
          values={{ office: label(order.officeLabel), what: order.what, n: frees.length, stage }}
          components={{ b: <b /> }}
        />
      </ConclusionSentence>
      {frees.length === 0 && order.journey && order.blocks && (
        <p className="q-small q-second" style={{ marginTop: 3 }}>
          <Link to="/journeys/$id" params={{ id: order.journey.id }}>
            {order.journey.title}
          </Link>{' '}
          {t('dome.first.waits', { stage })}
        </p>
      )}
      {frees.length > 0 && (
        <p className="q-small q-second" style={{ marginTop: 3 }}>
          {t('dome.first.frees')}
          {frees.slice(0, 6).map((journey, at) => (
            <span key={journey.id}>
              {at > 0 && t('fact.and')}
              <Link to="/journeys/$id" params={{ id: journey.id }}>
                {journey.title}
              </Link>
            </span>
          ))}
          {frees.length > 6 && t('dome.first.others', { n: frees.length - 6 })}
        </p>
      )}
      {frees.length > 0 && perhaps.length + still > 0 && (
        <p className="q-small q-third" style={{ marginTop: 3 }}>
          {perhaps.length > 0 && t('dome.first.perhaps', { n: perhaps.length })}
          {perhaps.length > 0 && still > 0 && t('fact.semicolon')}
          {still > 0 && t('dome.first.still', { n: still })}
        </p>
      )}
      <div className="q-row wide wrap" style={{ marginTop: 10 }}>
        <Link className="q-warm-link" to="/orders" search={{ view: 'all', order: order.id } as never}>
          {t('dome.first.open', { no: order.no })}
        </Link>
        <span className="q-small q-second">
          {order.promisedOn === undefined
            ? t('dome.first.unpromised', { day: format.day(order.raisedOn) })
            : order.lateDays !== undefined && order.lateDays > 0
              ? t('dome.first.late', { day: format.day(order.promisedOn), n: order.lateDays })
              : t('dome.first.promised', { day: format.day(order.promisedOn) })}
        </span>
      </div>
    </section>
  )
}

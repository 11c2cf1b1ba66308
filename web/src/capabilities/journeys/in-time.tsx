import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Light } from '../../kit/marks.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useIsPast } from '../../shell/as-of.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel } from '../../shell/pack.ts'
import { useWrite } from '../../shell/write.ts'
import { AttachForm } from './attach-form.tsx'
import { resume } from './queries.ts'
import type { Journey } from './record.tsx'
import { SteerForm, type Steering } from './steer-form.tsx'

/** How a journey stands in time: the light with its one sentence, the clocks that run, and what a person may do about them. */
export function InTime(props: { journey: Journey }): ReactNode {
  const { journey } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const sentence = useMessage()
  const isPast = useIsPast()
  const [steering, setSteering] = useState<Steering>()
  const [attaching, setAttaching] = useState<string>()
  const may = journey.abilities.includes('journey.advance') && !isPast && !journey.closed
  const mayAttach = journey.abilities.includes('evidence.attach') && !isPast && !journey.closed
  const write = useWrite({ write: () => resume(journey), done: () => t('journey.resumed') })
  const { light } = journey
  const isTimed = light !== undefined || journey.clocks.length > 0 || journey.paused
  const open = journey.pauses.find((pause) => pause.to === undefined)
  const behind = journey.stages.slice(
    0,
    journey.stages.findIndex((stage) => stage.now),
  )
  if (!isTimed && journey.setBacks.length === 0 && journey.notices.length === 0 && !journey.confidential)
    return null
  return (
    <section className="q-section">
      {journey.notices.map((notice) => (
        <p key={notice.id} className="q-note caution">
          <Icon name="fault" className="q-caution" />
          <span>
            {label(notice.text)} {notice.source && <span className="q-source">{label(notice.source)}</span>}
          </span>
        </p>
      ))}
      <SectionTitle
        aside={
          may && (
            <span className="q-row tight wrap">
              {journey.paused ? (
                <Button small busy={write.isPending} onClick={() => write.mutate(undefined)}>
                  {t('journey.resume')}
                </Button>
              ) : (
                <Button small onClick={() => setSteering({ do: 'pause' })}>
                  {t('journey.pause')}
                </Button>
              )}
              {light && (
                <Button small onClick={() => setSteering({ do: 'light' })}>
                  {t('journey.setLight')}
                </Button>
              )}
              {behind.length > 0 && (
                <Button small onClick={() => setSteering({ do: 'set-back', behind })}>
                  {t('journey.setBack')}
                </Button>
              )}
              {journey.confidential && (
                <Button small onClick={() => setSteering({ do: 'disclose' })}>
                  {t('journey.disclose')}
                </Button>
              )}
            </span>
          )
        }
      >
        {t('journey.inTime')}
      </SectionTitle>
      {light && (
        <p className="q-light-says">
          <Light light={light.light} byHand={light.byHand !== undefined} /> {sentence(light.because)}{' '}
          {journey.lights.length === 1 && journey.lights[0]?.source && (
            <span className="q-source">{label(journey.lights[0].source)}</span>
          )}
          {light.byHand && (
            <span className="q-second">
              {' '}
              {t('journey.byHand', {
                computed: t(`light.${light.byHand.computed}`),
                by: light.byHand.by,
                day: format.day(light.byHand.day),
                reason: light.byHand.reason,
              })}
            </span>
          )}
        </p>
      )}
      {journey.lights.length > 1 && (
        <ul className="q-plain q-rules">
          {journey.lights.map((one) => (
            <li key={one.rule}>
              <Light light={one.light} bare /> <b>{label(one.label)}</b> {sentence(one.because)}{' '}
              {one.source && <span className="q-source">{label(one.source)}</span>}
            </li>
          ))}
        </ul>
      )}
      {open && (
        <p className="q-note sea">
          {t('journey.pausedSays', { day: format.day(open.from), by: open.by, reason: open.reason })}
        </p>
      )}
      {journey.clocks.length > 0 && (
        <ul className="q-plain q-rules">
          {journey.clocks.map((clock) => (
            <li key={clock.id} className="q-row wrap">
              <Icon name="clock" small />
              <b>{label(clock.label)}</b>
              <span className={clock.late === 'yes' ? 'q-warm q-strong' : ''}>
                {clock.left === undefined
                  ? t('journey.clock.unknown')
                  : t(clock.left < 0 ? 'journey.clock.late' : 'journey.clock.left', {
                      n: Math.abs(clock.left),
                      days: t(`journey.clock.${clock.calendar}`, { count: Math.abs(clock.left) }),
                    })}
              </span>
              <span className="q-source">
                {t('journey.clock.since', { day: format.day(clock.since) })}
                {clock.source && ` · ${label(clock.source)}`}
              </span>
              {mayAttach && (
                <Button
                  small
                  label={t('journey.attachFor', { name: label(clock.label) })}
                  onClick={() => setAttaching(clock.evidence)}
                >
                  {t('journey.attach')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {journey.setBacks.length > 0 && (
        <ul className="q-plain q-rules">
          {journey.setBacks.map((one) => (
            <li key={`${one.day} ${one.reason}`} className="q-second">
              {t('journey.setBackSays', {
                day: format.day(one.day),
                from: label(one.from),
                to: label(one.to),
                by: one.by,
                reason: one.reason,
              })}
            </li>
          ))}
        </ul>
      )}
      {steering && <SteerForm journey={journey} steering={steering} onClose={() => setSteering(undefined)} />}
      {attaching !== undefined && (
        <AttachForm journey={journey} kind={attaching} onClose={() => setAttaching(undefined)} />
      )}
    </section>
  )
}

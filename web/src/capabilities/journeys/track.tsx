import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel } from '../../shell/pack.ts'
import type { Journey } from './record.tsx'

/** The stages on one line with the days they were entered; a held gate stands as a warm bar after the present one. */
export function Track(props: { journey: Journey }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { journey } = props
  const now = journey.stages.findIndex((stage) => stage.now)
  const held = journey.gate !== undefined && !journey.gate.passes && !journey.closed
  return (
    <ol className="q-track" aria-label={t('journey.track')}>
      {journey.stages.map((stage, at) => (
        <li
          key={stage.id}
          className={[stage.now ? 'now' : at < now ? 'past' : 'ahead', held && at === now ? 'held' : ''].join(
            ' ',
          )}
          {...(stage.now ? { 'aria-current': 'step' as const } : {})}
        >
          <i aria-hidden="true" />
          <span className={stage.now ? 'q-strong' : at > now ? 'q-third' : ''}>{label(stage.label)}</span>
          <span className="q-source">
            {stage.enteredOn === undefined ? ' ' : format.day(stage.enteredOn)}
          </span>
        </li>
      ))}
    </ol>
  )
}

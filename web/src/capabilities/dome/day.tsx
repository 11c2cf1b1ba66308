import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icons.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { Go } from '../../shell/go.tsx'
import { useLabel } from '../../shell/pack.ts'
import type { Dome } from './desk.tsx'

/** What waits for me, with the place to go. */
export function Mine(props: { mine: Dome['mine'] }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const waiting = props.mine.filter((item) => item.n > 0)
  if (waiting.length === 0)
    return (
      <p className="q-second" style={{ margin: '8px 0' }}>
        {t('shell.nothingWaits')}
      </p>
    )
  return (
    <ul style={{ marginTop: 8 }}>
      {waiting.map((item) => (
        <li key={item.kind}>
          <Go className="q-list-row" to={item.to}>
            <b className="q-warm" style={{ minWidth: 20, textAlign: 'right' }}>
              {format.figure(item.n)}
            </b>
            <span>{t(`mine.${item.kind}`)}</span>
            <span className="q-source q-push q-clip">{item.hint}</span>
            <Icon name="right" small />
          </Go>
        </li>
      ))}
    </ul>
  )
}

/** The clocks that run, the tightest first. */
export function Clocks(props: { clocks: Dome['clocks'] }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  if (props.clocks.length === 0) return null
  return (
    <section style={{ marginTop: 17 }}>
      <div className="q-row">
        <h3 className="q-h3">{t('dome.clocks.title')}</h3>
        <span className="q-source q-push">{t('dome.clocks.calendar')}</span>
      </div>
      <ul>
        {props.clocks.map((clock) => {
          const over = clock.leftDays < 0
          const used = Math.min(
            1,
            Math.max(0.03, (clock.limitDays - clock.leftDays) / Math.max(1, clock.limitDays)),
          )
          return (
            <li key={clock.journey} className="q-clock">
              <div className="q-row">
                <Link className="q-clip" to="/journeys/$id" params={{ id: clock.journey }}>
                  {clock.title}
                </Link>
                <span className={`q-push q-nowrap ${over ? 'q-warm q-strong' : ''}`}>
                  {over
                    ? t('dome.clocks.over', { n: -clock.leftDays })
                    : t('dome.clocks.left', { n: clock.leftDays })}
                </span>
              </div>
              <div className="q-row">
                <span className="q-source q-clip" style={{ width: 150 }}>
                  {t('dome.clocks.limit', { stage: label(clock.stage), n: clock.limitDays })}
                </span>
                <span className={`q-bar q-grow ${over ? 'warm' : ''}`}>
                  <i style={{ width: `${used * 100}%` }} />
                </span>
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

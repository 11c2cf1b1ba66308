import type { ProjectRow } from '@qiongding/server/capabilities/attraction/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { daysFrom } from '../../kit/format.ts'
import { Icon } from '../../kit/icons.tsx'
import { Light, Unknown } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel } from '../../shell/pack.ts'
import type { Listed } from './queries.ts'

/** Most cards of one column; the rest is one touch away in the table. */
const CARDS = 30

/** Projects by stage: each column says how many, how much, how long, and how many are held. */
export function Board(props: {
  stages: Listed['stages']
  rows: readonly ProjectRow[]
  onStage: (stage: string) => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const byStage = Map.groupBy(props.rows, (row) => row.stage)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, also by keys
    <section className="q-board" aria-label={t('attraction.board')} tabIndex={0}>
      {props.stages.map((stage) => {
        const rows = byStage.get(stage.id) ?? []
        return (
          <section key={stage.id} aria-label={label(stage.label)}>
            <h2 className={`q-h3 ${stage.held > 0 ? 'held' : ''}`}>
              {label(stage.label)} <span className="q-third">{stage.n}</span>
            </h2>
            <p className="q-source">
              {stage.n > 0 && format.money(stage.amount)}
              {stage.amountUnknown > 0 && ` · ${t('attraction.amountUnknown', { n: stage.amountUnknown })}`}
              {stage.medianDays !== undefined && ` · ${t('attraction.median', { n: stage.medianDays })}`}
              {stage.held > 0 && ` · ${t('attraction.held', { n: stage.held })}`}
            </p>
            <ul>
              {rows.slice(0, CARDS).map((row) => (
                <li key={row.id}>
                  <Card row={row} />
                </li>
              ))}
            </ul>
            {stage.n > Math.min(rows.length, CARDS) && (
              <button type="button" className="q-plain-button" onClick={() => props.onStage(stage.id)}>
                {t('attraction.restOf', { n: stage.n - Math.min(rows.length, CARDS) })}
              </button>
            )}
          </section>
        )
      })}
    </section>
  )
}

function Card(props: { row: ProjectRow }): ReactNode {
  const { row } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const sentence = useMessage()
  return (
    <Link to="/journeys/$id" params={{ id: row.id }} className="q-board-card">
      <span className="q-strong q-locked">
        {row.title} {row.confidential && <Icon name="lock" small />}
      </span>
      <span className="q-row tight wrap q-small">
        {row.light && <Light light={row.light.light} byHand={row.light.byHand !== undefined} />}
        <span>{row.amount === undefined ? <Unknown /> : format.money(row.amount)}</span>
        <span className={row.lateClocks.length > 0 ? 'q-warm' : 'q-third'}>
          {t('journey.days', { n: daysFrom(row.since, format.today) })}
        </span>
      </span>
      {row.light && (row.light.light === 'red' || row.light.light === 'yellow') && (
        <span className="q-small q-second">{sentence(row.light.because)}</span>
      )}
      {row.lateClocks.length > 0 && (
        <span className="q-small q-warm">
          {t('attraction.lateAre', {
            clocks: row.lateClocks.map((clock) => label(clock)).join(t('fact.and')),
          })}
        </span>
      )}
    </Link>
  )
}

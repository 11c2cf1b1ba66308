import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Light, Unknown } from '../../kit/marks.tsx'
import { PageWaiting } from '../../kit/states.tsx'
import { ConclusionSentence, FactLine, SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { useAsOf, useGoTo, useIsPast } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { TargetChanges } from './changes.tsx'
import { Cumulative } from './cumulative.tsx'
import { targetQuery } from './queries.ts'
import { RecordReading } from './record-reading.tsx'
import { CountedRows } from './rows.tsx'
import { useIndicatorText } from './value.ts'
import './targets.css'

type Target = OutputOf<typeof import('@qiongding/server/spine/targets/contract')['targetsContract']['read']>

/** One target: what it asks, where it stands against its line, and the rows that were counted. */
export function TargetRecord(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { id } = useParams({ strict: false }) as { id: string }
  const target = useQuery(targetQuery(id, useAsOf()))
  usePage([{ text: t('target.title'), to: '/targets' }, { text: label(target.data?.label, id) }])
  if (target.error || !target.data) return <PageWaiting of={target} rows={10} />
  return <Read target={target.data} />
}

/** The sentence that a target's page opens with. */
function useConclusion(target: Target): string {
  const { t } = useTranslation()
  const format = useFormat()
  const text = useIndicatorText()
  const label = useLabel()
  if (target.kind === 'rank') return t('target.say.rank')
  if (target.outcome)
    return t('target.say.published', {
      value: text.amount(target, target.outcome.value),
      source: label(target.outcome.source),
      asked: text.asked(target),
    })
  const value = target.reading?.value
  if (value === undefined) return t('target.say.unknown')
  const on = format.day(target.on)
  const difference = target.pace?.difference
  if (difference === undefined) return t('target.say.reading', { on, value: text.amount(target, value) })
  const distance = text.reckoned(target, Math.abs(difference))
  const side = difference > 0 ? 'ahead' : difference < 0 ? 'behind' : 'even'
  return t(`target.say.${side}`, { on, value: text.amount(target, value), distance })
}

function Read(props: { target: Target }): ReactNode {
  const { target } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const text = useIndicatorText()
  const conclusion = useConclusion(target)
  const isPast = useIsPast()
  const [recording, setRecording] = useState(false)
  const facts = [
    { name: t('target.asked'), value: <b>{text.asked(target)}</b> },
    ...(target.from && target.to
      ? [{ name: t('target.period'), value: `${format.day(target.from)}—${format.day(target.to)}` }]
      : []),
    ...(target.ownerLabel ? [{ name: t('target.owner'), value: label(target.ownerLabel) }] : []),
    { name: t('target.source'), value: label(target.source) },
  ]
  return (
    <div className="q-split">
      <div className="q-page">
        <div className="q-row wrap">
          <h1 className="q-h1">{label(target.label)}</h1>
          <span className="q-third">{target.code}</span>
          {target.demonstration && <DemoLabel />}
          {target.pace && <Light light={target.pace.light} />}
          <span className="q-push" />
          {target.measure === 'series' && target.abilities.includes('target.record') && !isPast && (
            <Button kind="primary" onClick={() => setRecording(true)}>
              {t('target.record.verb')}
            </Button>
          )}
        </div>
        <FactLine facts={facts} />
        <div className="q-section">
          <ConclusionSentence>{conclusion}</ConclusionSentence>
        </div>
        <section className="q-section">
          <SectionTitle aside={t('target.cumulativeMeans')}>{t('target.cumulative')}</SectionTitle>
          {target.kind === 'rank' || !target.from || !target.to || target.series.length === 0 ? (
            <p className="q-second">
              {target.kind === 'rank' ? t('target.rankNoPace') : <Unknown>{t('target.noSeries')}</Unknown>}
            </p>
          ) : (
            <Cumulative
              points={target.series}
              from={target.from}
              to={target.to}
              on={target.on}
              target={typeof target.value === 'number' && target.kind === 'target' ? target.value : undefined}
              label={t('target.cumulativeOf', { name: label(target.label) })}
            />
          )}
        </section>
        {target.measure === 'measured' && <CountedRows id={target.id} />}
        {target.measure === 'measured' && <TargetChanges key={target.on} id={target.id} on={target.on} />}
        {target.measure === 'series' && target.series.length > 0 && <SeriesTable target={target} />}
      </div>
      <aside className="q-rail">
        <Definition target={target} />
        <Replay target={target} />
      </aside>
      {recording && <RecordReading target={target} onClose={() => setRecording(false)} />}
    </div>
  )
}

function Definition(props: { target: Target }): ReactNode {
  const { target } = props
  const { t } = useTranslation()
  const label = useLabel()
  const format = useFormat()
  const text = useIndicatorText()
  return (
    <section>
      <h2 className="q-h2">{t('target.definition')}</h2>
      <p style={{ margin: '4px 0' }}>{label(target.definition, t('target.noDefinition'))}</p>
      {target.note && <p className="q-second">{label(target.note)}</p>}
      {target.outcome && (
        <p className="q-source">
          {t('target.outcome', {
            value: text.amount(target, target.outcome.value),
            source: label(target.outcome.source),
          })}
          {target.outcome.asOf !== undefined && ` ${format.day(target.outcome.asOf)}`}
          {target.outcome.singleSource && ` · ${t('singleSource')}`}
        </p>
      )}
      {target.pace && (
        <dl className="q-pairs" style={{ marginTop: 8 }}>
          <dt>{t('target.expected')}</dt>
          <dd>{text.reckoned(target, target.pace.expected)}</dd>
          {target.pace.perWeek !== undefined && (
            <>
              <dt>{t('target.perWeek')}</dt>
              <dd>{text.reckoned(target, target.pace.perWeek)}</dd>
            </>
          )}
          <dt>{t('target.expectedEnd')}</dt>
          <dd>
            {target.pace.expectedEnd === undefined
              ? t('target.endTooEarly', { n: target.pace.n })
              : text.reckoned(target, target.pace.expectedEnd)}
          </dd>
        </dl>
      )}
    </section>
  )
}

/** The two axes of a figure, and a way to another day. */
function Replay(props: { target: Target }): ReactNode {
  const { target } = props
  const { t } = useTranslation()
  const goTo = useGoTo()
  const ends = target.series
    .map((point) => point.day)
    .filter((day) => day < target.on)
    .slice(-6)
  return (
    <section style={{ marginTop: 20 }}>
      <h2 className="q-h2">{t('target.replay.title')}</h2>
      <dl className="q-pairs" style={{ margin: '4px 0 8px' }}>
        <dt>{t('target.replay.on')}</dt>
        <dd>{target.on}</dd>
        <dt>{t('target.replay.known')}</dt>
        <dd>{target.known}</dd>
      </dl>
      <p className="q-source">{t('target.replay.same')}</p>
      <ul>
        {ends.map((day) => (
          <li key={day} className="q-list-row">
            <button type="button" className="q-plain-button" onClick={() => goTo({ on: day })}>
              {t('target.replay.goOn', { day })}
            </button>
            <button
              type="button"
              className="q-plain-button q-push q-small"
              onClick={() => goTo({ on: day, known: day })}
            >
              {t('target.replay.asKnown')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function SeriesTable(props: { target: Target }): ReactNode {
  const { target } = props
  const { t } = useTranslation()
  const label = useLabel()
  const format = useFormat()
  const text = useIndicatorText()
  return (
    <section className="q-section">
      <SectionTitle beside={t('target.series.count', { n: target.series.length })}>
        {t('target.series.title')}
      </SectionTitle>
      <table className="q-table" style={{ maxWidth: 640 }}>
        <thead>
          <tr>
            <th scope="col">{t('target.series.day')}</th>
            <th scope="col" className="q-right">
              {t('target.series.value')}
            </th>
            <th scope="col" className="q-right">
              {t('target.expected')}
            </th>
            <th scope="col">{t('target.source')}</th>
          </tr>
        </thead>
        <tbody>
          {target.series.map((point) => (
            <tr key={point.day}>
              <td>{format.day(point.day)}</td>
              <td className="q-right">
                {point.value === undefined ? <Unknown /> : text.bare(target, point.value)}
              </td>
              <td className="q-right q-third">
                {point.expected === undefined ? '' : text.bare(target, point.expected)}
              </td>
              <td className="q-source">{label(point.source, t('target.counted'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

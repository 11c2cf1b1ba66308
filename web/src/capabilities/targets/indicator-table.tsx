import type { IndicatorRow } from '@qiongding/server/spine/targets/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { signed } from '../../kit/format.ts'
import { DemoLabel, Light, Unknown } from '../../kit/marks.tsx'
import { PaceChart } from '../../kit/pace-chart.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel } from '../../shell/pack.ts'
import { useIndicatorText } from './value.ts'
import './targets.css'

/** Only these kinds wait for a result; a rule or a figure of the past is what it is. */
const HAVE_RESULTS: ReadonlySet<string> = new Set(['target', 'rank', 'plan'])

type Result = { value: number; published: boolean } | undefined

/** A published outcome stands before our own reading; unknown stays unknown. */
function resultOf(row: IndicatorRow): Result {
  if (row.outcome) return { value: row.outcome.value, published: true }
  return row.reading?.value === undefined ? undefined : { value: row.reading.value, published: false }
}

/** Indicators with what is asked, what is reached, the difference and the curve against the pace. */
export function IndicatorTable(props: { rows: readonly IndicatorRow[] }): ReactNode {
  const { t } = useTranslation()
  return (
    <table className="q-table q-indicators q-stack">
      <colgroup>
        <col />
        <col className="asked" />
        <col className="result" />
        <col className="difference" />
        <col className="curve" style={{ width: 204 }} />
        <col className="from" style={{ width: '17%' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('target.indicator')}</th>
          <th scope="col" className="q-right">
            {t('target.asked')}
          </th>
          <th scope="col" className="q-right">
            {t('target.result')}
          </th>
          <th scope="col" className="q-right">
            {t('target.difference')}
          </th>
          <th scope="col" className="curve">
            {t('target.curve')}
          </th>
          <th scope="col" className="from">
            {t('target.source')}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function Row(props: { row: IndicatorRow }): ReactNode {
  const { row } = props
  const { t } = useTranslation()
  const label = useLabel()
  const text = useIndicatorText()
  const result = resultOf(row)
  const numeric = typeof row.value === 'number' && row.kind === 'target'
  const difference =
    numeric && result && typeof row.value === 'number'
      ? Number((result.value - row.value).toFixed(2))
      : undefined
  const good =
    difference !== undefined && (row.op === '<=' || row.op === '<' ? difference <= 0 : difference >= 0)
  return (
    <tr>
      <td className="headline">
        <span className="q-row tight">
          <Link className="q-plain q-clip" to="/targets/$id" params={{ id: row.id }} title={label(row.label)}>
            {label(row.label)}
          </Link>
          {row.demonstration && <DemoLabel />}
          <span className="q-third q-small q-code">{row.code}</span>
        </span>
      </td>
      <td className="q-right" data-label={t('target.asked')}>
        {text.asked(row)}
      </td>
      <td className="q-right q-strong" data-label={t('target.result')}>
        {result ? (
          text.amount(row, result.value)
        ) : HAVE_RESULTS.has(row.kind) ? (
          <Unknown />
        ) : (
          <span className="q-third q-small q-light">{t('target.noResultKind')}</span>
        )}
      </td>
      <td
        className={difference === undefined ? 'q-right q-third' : good ? 'q-right q-good' : 'q-right q-warm'}
        data-label={t('target.difference')}
      >
        {difference === undefined ? <span title={t('target.noDifference')}>—</span> : signed(difference)}
      </td>
      <td className="curve">
        <Curve row={row} />
      </td>
      <td className="from q-source">
        <SourceText row={row} />
      </td>
    </tr>
  )
}

function SourceText(props: { row: IndicatorRow }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { row } = props
  if (row.outcome)
    return (
      <span title={label(row.outcome.source)}>
        {label(row.outcome.source)}
        {row.outcome.asOf !== undefined && ` ${format.day(row.outcome.asOf)}`}
        {row.outcome.singleSource && ` · ${t('singleSource')}`}
      </span>
    )
  if (row.reading?.value !== undefined)
    return (
      <>
        {label(row.reading.source, t('target.counted'))} {format.day(row.reading.day)}
      </>
    )
  return <span title={label(row.source)}>{label(row.source)}</span>
}

function Curve(props: { row: IndicatorRow }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { row } = props
  if (row.kind === 'rank')
    return (
      <span className="q-small q-third" title={t('target.rankNoPace')}>
        {t('target.rankShort')}
      </span>
    )
  if (row.kind !== 'target') return <span className="q-small q-third">{t(`target.kind.${row.kind}`)}</span>
  if (
    row.line.some((point) => point.distance !== undefined) &&
    row.from !== undefined &&
    row.to !== undefined
  )
    return (
      <PaceChart
        points={row.line}
        from={row.from}
        to={row.to}
        label={t('target.curveOf', { name: label(row.label) })}
      />
    )
  if (row.pace) return <Light light={row.pace.light} />
  if (!row.outcome && row.reading?.value === undefined)
    return <span className="q-small q-unknown-word">{t('target.notRecorded')}</span>
  return <span className="q-small q-third">{t('target.noPace')}</span>
}

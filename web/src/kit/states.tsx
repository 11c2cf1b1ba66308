import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Problem, problemOf } from '../shell/problem.ts'
import { Button } from './button.tsx'
import { Icon } from './icons.tsx'
import { useFormat } from './use-format.ts'

/** Nothing here yet: says what is missing and gives the first step. */
export function EmptyState(props: { title: string; children?: ReactNode; actions?: ReactNode }): ReactNode {
  return (
    <div className="q-state">
      <svg width="120" height="44" viewBox="0 0 120 44" fill="none" aria-hidden="true">
        <path
          d="M8 38a26 26 0 0 1 52 0M20 38a14 14 0 0 1 28 0"
          stroke="var(--line-header)"
          strokeWidth="1.5"
        />
        <path d="M0 42h120" stroke="var(--line-header)" />
        <path d="M72 34h40M72 27h28" stroke="var(--color-border-secondary)" strokeWidth="5" />
      </svg>
      <h2 className="q-h2">{props.title}</h2>
      {props.children !== undefined && <p>{props.children}</p>}
      {props.actions !== undefined && <div className="q-row wrap">{props.actions}</div>}
    </div>
  )
}

/** The filters leave nothing: names each one that can be dropped, and how many come back then. */
export function NoResult(props: {
  title: string
  ways: readonly { label: string; drop: () => void; brings?: string | undefined }[]
}): ReactNode {
  return (
    <div className="q-state">
      <h2 className="q-h2">{props.title}</h2>
      <ul>
        {props.ways.map((way) => (
          <li key={way.label}>
            <button type="button" className="q-list-row q-sea" onClick={way.drop}>
              {way.label}
              {way.brings !== undefined && <span className="q-push q-second">{way.brings}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The sentence of a refusal, its code, and that nothing was written. */
export function RefusalNotice(props: {
  problem: Problem
  actions?: ReactNode
  /** What was refused was only to be read. */
  reading?: boolean
}): ReactNode {
  const { t } = useTranslation()
  const { problem } = props
  const title = t(`refusal.${problem.code}.title`, {
    ...problem.facts,
    defaultValue: t('refusal.other.title'),
  })
  const cure = t(`refusal.${problem.code}.cure`, { ...problem.facts, defaultValue: problem.detail ?? '' })
  return (
    <div role="alert">
      <div className="q-row q-strong">
        <Icon name="lock" className="q-caution" />
        {title}
      </div>
      {cure !== '' && <p className="q-second">{cure}</p>}
      {props.actions !== undefined && <div className="q-row wrap">{props.actions}</div>}
      <div className="q-source">
        <span className="q-mono">{problem.code}</span>
        {!props.reading && t('refusal.nothingWritten')}
      </div>
    </div>
  )
}

/** Whatever went wrong, by its kind: a refusal by rule, no line to the server, or a fault of ours with its number. */
export function ErrorState(props: { error: unknown; again?: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const problem = problemOf(props.error)
  const again = props.again
  if (problem.kind === 'refusal')
    return (
      <div className="q-state">
        <RefusalNotice problem={problem} reading />
      </div>
    )
  if (problem.kind === 'offline')
    return (
      <div className="q-state" role="alert">
        <div className="q-row q-strong">
          <Icon name="offline" className="q-second" />
          {t('state.offline.title')}
        </div>
        <p>{t('state.offline.cause')}</p>
        {again && <Button onClick={again}>{t('action.again')}</Button>}
      </div>
    )
  const number = problem.id ?? problem.code
  return (
    <div className="q-state" role="alert">
      <div className="q-row q-strong q-bad">
        <Icon name="fault" />
        {t('state.fault.title')}
      </div>
      <p>{t('state.fault.cause')}</p>
      <div className="q-row">
        {again && (
          <Button kind="primary" onClick={again}>
            {t('action.again')}
          </Button>
        )}
      </div>
      <div className="q-source">
        {t('state.fault.number')} <span className="q-mono">{number}</span> · {format.moment(problem.at)}
      </div>
    </div>
  )
}

/** True once `ms` have passed; skeletons wait 0.3 s so that quick answers never flicker. */
export function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return passed
}

/** Rows to come, in the widths of the real columns; shown only when the answer takes longer than 0.3 s. */
export function Skeleton(props: { rows?: number; widths?: readonly (number | string)[] }): ReactNode {
  const { t } = useTranslation()
  const widths = props.widths ?? ['38%', '12%', '18%', '10%']
  const late = useAfter(300)
  return (
    <div role="status" aria-busy="true">
      <span className="q-hidden">{t('state.loading')}</span>
      {late &&
        Array.from({ length: props.rows ?? 8 }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <div key={row} className="q-list-row" style={{ gap: 14 }} aria-hidden="true">
            {widths.map((width, at) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
                key={at}
                className="q-skeleton"
                style={{ width, opacity: 1 - ((row * 3 + at) % 4) * 0.12 }}
              />
            ))}
          </div>
        ))}
    </div>
  )
}

/** A long job: what is running, how far, and how to stop it. */
export function ProgressJob(props: {
  title: string
  done: number
  total?: number | undefined
  note?: ReactNode
  onCancel?: () => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const share =
    props.total === undefined || props.total === 0 ? undefined : Math.min(1, props.done / props.total)
  return (
    <div style={{ maxWidth: 520 }}>
      <div className="q-row">
        <b>{props.title}</b>
        <span className="q-push">{share === undefined ? '' : format.share(share, 0)}</span>
      </div>
      <div
        className="q-bar"
        style={{ height: 6, margin: '8px 0' }}
        role="progressbar"
        aria-label={props.title}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      >
        <i style={{ width: `${(share ?? 0.08) * 100}%` }} />
      </div>
      <div className="q-small q-second">
        {props.total !== undefined &&
          t('state.job.rows', { done: format.figure(props.done), total: format.figure(props.total) })}
        {props.total !== undefined && props.note !== undefined && ' · '}
        {props.note}
      </div>
      {props.onCancel && (
        <div className="q-row" style={{ marginTop: 12 }}>
          <Button onClick={props.onCancel}>{t('action.cancel')}</Button>
        </div>
      )}
    </div>
  )
}

/** What stands in place of a page until it is read: why it cannot be, or its outline. */
export function PageWaiting(props: {
  of: { readonly error: unknown; readonly refetch: () => unknown }
  rows?: number
  widths?: readonly (number | string)[]
}): ReactNode {
  const { of, ...outline } = props
  return (
    <div className="q-page">
      {of.error ? <ErrorState error={of.error} again={() => void of.refetch()} /> : <Skeleton {...outline} />}
    </div>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export type LightName = 'green' | 'yellow' | 'red' | 'unknown'
export type VerdictName = 'yes' | 'no' | 'unknown' | 'review'
export type OrderState = 'raised' | 'accepted' | 'committed' | 'delivered' | 'confirmed' | 'disputed'

/** The drawing of a mark: named by its word where the word is not shown, silent beside it otherwise. */
function Shape(props: { word: string; bare: boolean | undefined; children: ReactNode }): ReactNode {
  if (props.bare)
    return (
      <svg viewBox="0 0 14 14" fill="none" role="img" aria-label={props.word}>
        {props.children}
      </svg>
    )
  return (
    <svg viewBox="0 0 14 14" fill="none" aria-hidden="true">
      {props.children}
    </svg>
  )
}

function LightShape(props: { light: LightName }): ReactNode {
  if (props.light === 'green') return <circle cx="7" cy="7" r="5" fill="var(--light-green)" />
  if (props.light === 'yellow') return <path d="M7 1.5 13 12.2H1z" fill="var(--light-yellow)" />
  if (props.light === 'red')
    return <rect x="1.9" y="1.9" width="10.2" height="10.2" rx="1" fill="var(--light-red)" />
  return (
    <circle
      cx="7"
      cy="7"
      r="4.8"
      fill="none"
      stroke="var(--unknown)"
      strokeWidth="1.5"
      strokeDasharray="2.3 1.7"
    />
  )
}

/** A light: circle, triangle, square or dashed ring. Set by hand, it stands on a short bar. */
export function Light(props: { light: LightName; byHand?: boolean; bare?: boolean }): ReactNode {
  const { t } = useTranslation()
  const word = `${t(`light.${props.light}`)}${props.byHand ? t('light.byHand') : ''}`
  return (
    <span className={`q-mark ${props.light}`}>
      <Shape word={word} bare={props.bare}>
        {props.byHand ? (
          <>
            <g transform="translate(1.2 -.6) scale(.83)">
              <LightShape light={props.light} />
            </g>
            <path d="M1.5 13h11" stroke="var(--color-text)" strokeWidth="1.5" />
          </>
        ) : (
          <LightShape light={props.light} />
        )}
      </Shape>
      {!props.bare && <span>{word}</span>}
    </span>
  )
}

function VerdictShape(props: { verdict: VerdictName }): ReactNode {
  if (props.verdict === 'yes')
    return (
      <>
        <circle cx="7" cy="7" r="6" fill="var(--color-success-bg)" />
        <path
          d="m4 7.3 2.2 2.2L10.2 5"
          fill="none"
          stroke="var(--color-success)"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </>
    )
  if (props.verdict === 'no')
    return (
      <>
        <rect x="1" y="1" width="12" height="12" rx="2" fill="var(--color-error-bg)" />
        <path
          d="m4.5 4.5 5 5M9.5 4.5l-5 5"
          stroke="var(--color-error)"
          strokeWidth="1.6"
          strokeLinecap="round"
        />
      </>
    )
  if (props.verdict === 'unknown')
    return (
      <>
        <circle
          cx="7"
          cy="7"
          r="5.6"
          fill="none"
          stroke="var(--unknown)"
          strokeWidth="1.2"
          strokeDasharray="2.2 1.5"
        />
        <path
          d="M5.4 5.7c.1-1 .8-1.5 1.7-1.5 1 0 1.7.6 1.7 1.4 0 1.1-1.6 1.1-1.6 2.3M7.15 9.7v.01"
          fill="none"
          stroke="var(--unknown)"
          strokeWidth="1.35"
          strokeLinecap="round"
        />
      </>
    )
  return (
    <g fill="none" stroke="var(--color-warning)" strokeWidth="1.3" strokeLinecap="round">
      <circle cx="7" cy="4.6" r="2.1" />
      <path d="M2.8 12c.3-2.6 2-3.9 4.2-3.9s3.9 1.3 4.2 3.9" />
    </g>
  )
}

/** What a rule says of one requirement: met, not met, unknown, or for a person to review. */
export function Verdict(props: { verdict: VerdictName; bare?: boolean; word?: string }): ReactNode {
  const { t } = useTranslation()
  const word = props.word ?? t(`verdict.${props.verdict}`)
  return (
    <span className={`q-mark ${props.verdict}`}>
      <Shape word={word} bare={props.bare}>
        <VerdictShape verdict={props.verdict} />
      </Shape>
      {!props.bare && <span>{word}</span>}
    </span>
  )
}

/** The look of what nobody knows: hatch and the word. Never blank, never zero. */
export function Unknown(props: { children?: ReactNode }): ReactNode {
  const { t } = useTranslation()
  return <span className="q-tag unknown q-hatch">{props.children ?? t('unknown')}</span>
}

/** The unknown part of a bar: hatched, dashed around. */
export function UnknownStrip(props: { width: number | string; height?: number }): ReactNode {
  return (
    <span
      className="q-hatch"
      style={{
        display: 'inline-block',
        width: props.width,
        height: props.height ?? 10,
        outline: '1px dashed var(--unknown-fill)',
        outlineOffset: -1,
      }}
    />
  )
}

/** How far an element order came: four bars of the office, and a ring that only the enterprise fills. */
export function OrderProgress(props: { state: OrderState; late?: boolean; word?: string }): ReactNode {
  const { t } = useTranslation()
  const filled = { raised: 1, accepted: 2, committed: 3, delivered: 4, confirmed: 4, disputed: 3 }[
    props.state
  ]
  const warm = props.state === 'disputed' || (props.late === true && filled < 4)
  const word = props.word ?? t(`order.state.${props.state}`)
  const tone = warm ? 'q-warm' : props.state === 'confirmed' ? 'q-good' : 'q-second'
  return (
    <span className="q-progress">
      <svg width="69" height="13" viewBox="0 0 69 13" aria-hidden="true">
        {[0, 1, 2, 3].map((at) =>
          warm && at === filled ? (
            <rect
              key={at}
              x={at * 14 + 0.6}
              y="4.6"
              width="9.8"
              height="4.2"
              rx="1"
              fill="none"
              stroke="var(--warm-fill)"
              strokeWidth="1.2"
            />
          ) : (
            <rect
              key={at}
              x={at * 14}
              y="4"
              width="11"
              height="5"
              rx="1"
              fill={at < filled ? 'var(--chart)' : 'var(--color-fill-secondary)'}
            />
          ),
        )}
        {props.state === 'confirmed' ? (
          <>
            <circle cx="62" cy="6.5" r="5.4" fill="var(--light-green)" />
            <path
              d="m59.4 6.7 1.9 1.9 3.3-3.7"
              fill="none"
              stroke="var(--color-bg-container)"
              strokeWidth="1.4"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </>
        ) : props.state === 'disputed' ? (
          <>
            <circle cx="62" cy="6.5" r="4.8" fill="none" stroke="var(--warm-fill)" strokeWidth="1.4" />
            <path
              d="M62 3.8v3.4M62 9.2v.01"
              stroke="var(--warm-fill)"
              strokeWidth="1.4"
              strokeLinecap="round"
            />
          </>
        ) : (
          <circle
            cx="62"
            cy="6.5"
            r="4.8"
            fill="none"
            stroke={props.state === 'delivered' ? 'var(--chart)' : 'var(--line-header)'}
            strokeWidth={props.state === 'delivered' ? 1.5 : 1.3}
          />
        )}
      </svg>
      <span className={tone}>{word}</span>
    </span>
  )
}

/** Says once per block that its rows are made up. */
export function DemoLabel(): ReactNode {
  const { t } = useTranslation()
  return <span className="q-demo">{t('demo')}</span>
}

export type TagTone = 'sea' | 'good' | 'bad' | 'caution' | 'warm' | 'unknown'

export function Tag(props: { tone?: TagTone; children: ReactNode }): ReactNode {
  return <span className={`q-tag ${props.tone ?? ''}`}>{props.children}</span>
}

/** How far a journey is among its stages, one small cell per stage. */
export function StageCells(props: { at: number; of: number }): ReactNode {
  return (
    <svg width={props.of * 6} height="6" aria-hidden="true">
      {Array.from({ length: props.of }, (_, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
          key={index}
          x={index * 6}
          width="5"
          height="6"
          fill={index <= props.at ? 'var(--chart)' : 'var(--color-fill-secondary)'}
        />
      ))}
    </svg>
  )
}

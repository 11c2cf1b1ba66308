import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { daysFrom } from './format.ts'
import { UnknownStrip } from './marks.tsx'
import { useFormat } from './use-format.ts'

export type PromiseMark = { id: string; state: string; day?: string | undefined; late: boolean }

export const STRIP = { width: 392, height: 33, zone: 328, before: 54, after: 98 } as const
/** Dots of one day stand 5.6 px apart, at most five high. */
const STEP = 5.6

function xOf(day: string, today: string): number {
  const days = Math.max(-STRIP.before, Math.min(STRIP.after, daysFrom(today, day)))
  return 8 + ((days + STRIP.before) / (STRIP.before + STRIP.after)) * (STRIP.zone - 16)
}

/** First days of the months that the strip spans. */
function monthsAround(today: string): string[] {
  const [year, month] = today.split('-').map(Number) as [number, number]
  return [-1, 0, 1, 2, 3]
    .map((step) => new Date(Date.UTC(year, month - 1 + step, 1)).toISOString().slice(0, 10))
    .filter((day) => {
      const days = daysFrom(today, day)
      return days > -STRIP.before && days < STRIP.after - 6 && Math.abs(days) > 9
    })
}

/** The head of the strip: month names, today, and the zone of orders without a promise. */
export function PromiseAxis(props: { past: boolean }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { today } = format
  return (
    <svg width={STRIP.width} height="18" viewBox={`0 0 ${STRIP.width} 18`} aria-hidden="true">
      {monthsAround(today).map((day) => (
        <text key={day} className="q-axis" x={xOf(day, today)} y="13" textAnchor="middle">
          {t('format.month', { month: Number(day.slice(5, 7)), name: t(`month.${Number(day.slice(5, 7))}`) })}
        </text>
      ))}
      <text
        className="q-axis"
        x={xOf(today, today)}
        y="13"
        textAnchor="middle"
        style={{ fill: 'var(--color-text)', fontWeight: 600 }}
      >
        {props.past ? format.day(today) : t('today')}
      </text>
      <text className="q-axis" x={STRIP.zone + 6} y="13" style={{ fill: 'var(--unknown)' }}>
        {t('order.unpromised')}
      </text>
    </svg>
  )
}

function Mark(props: { mark: PromiseMark; x: number; y: number }): ReactNode {
  const { mark, x, y } = props
  if (mark.day === undefined)
    return (
      <circle
        cx={x}
        cy={y}
        r="2.3"
        fill="none"
        stroke="var(--unknown)"
        strokeWidth="1.1"
        strokeDasharray="1.7 1.1"
      />
    )
  if (mark.state === 'delivered')
    return (
      <circle
        cx={x}
        cy={y}
        r="2.3"
        fill="var(--color-bg-container)"
        stroke="var(--chart)"
        strokeWidth="1.3"
      />
    )
  if (mark.late) return <path d={`M${x} ${y - 3.3}l3.3 3.3-3.3 3.3-3.3-3.3z`} fill="var(--warm-fill)" />
  return <circle cx={x} cy={y} r="2.6" fill="var(--chart)" />
}

/** One mark an order, by its promised day: dot on time, warm diamond late, open ring delivered, dashed ring no promise. */
export function PromiseStrip(props: {
  marks: readonly PromiseMark[]
  label: string
  ringed?: string
}): ReactNode {
  const { today } = useFormat()
  const stacks = new Map<number, PromiseMark[]>()
  const unpromised: PromiseMark[] = []
  for (const mark of props.marks) {
    if (mark.day === undefined) {
      unpromised.push(mark)
      continue
    }
    const place = Math.round(xOf(mark.day, today) / 6.4)
    stacks.set(place, [...(stacks.get(place) ?? []), mark])
  }
  const centre = STRIP.height / 2
  const offsets = [0, STEP, -STEP, STEP * 2, -STEP * 2]
  const unpromisedRows = unpromised.length > 9 ? 2 : 1
  return (
    <svg
      width={STRIP.width}
      height={STRIP.height}
      viewBox={`0 0 ${STRIP.width} ${STRIP.height}`}
      role="img"
      aria-label={props.label}
    >
      <path d={`M${xOf(today, today)} 0V${STRIP.height}`} stroke="var(--color-text-secondary)" />
      <path d={`M${STRIP.zone} 0V${STRIP.height}`} stroke="var(--color-border-secondary)" />
      {[...stacks].flatMap(([place, marks]) =>
        marks.map((mark, at) => {
          const x = place * 6.4 + Math.floor(at / 5) * 3
          const y = centre + (offsets[at % 5] ?? 0)
          return (
            <g key={mark.id}>
              {props.ringed === mark.id && (
                <circle cx={x} cy={y} r="7" fill="none" stroke="var(--warm-fill)" strokeWidth="1.2" />
              )}
              <Mark mark={mark} x={x} y={y} />
            </g>
          )
        }),
      )}
      {unpromised.slice(0, 18).map((mark, at) => (
        <Mark
          key={mark.id}
          mark={mark}
          x={STRIP.zone + 10 + (at % 9) * 6.4}
          y={unpromisedRows === 1 ? centre : centre - 4 + Math.floor(at / 9) * 8}
        />
      ))}
    </svg>
  )
}

/** On a phone the strip becomes one bar per kind: late, on time, unpromised. */
export function PromiseBar(props: { marks: readonly PromiseMark[]; most: number; label: string }): ReactNode {
  const late = props.marks.filter((mark) => mark.late).length
  const unpromised = props.marks.filter((mark) => mark.day === undefined).length
  const rest = props.marks.length - late - unpromised
  const scale = 150 / Math.max(1, props.most)
  return (
    <span className="q-row tight" role="img" aria-label={props.label} style={{ gap: 2, height: 8 }}>
      {late > 0 && <span style={{ width: late * scale, height: 8, background: 'var(--warm-fill)' }} />}
      {rest > 0 && <span style={{ width: rest * scale, height: 8, background: 'var(--chart)' }} />}
      {unpromised > 0 && <UnknownStrip width={Math.max(4, unpromised * scale)} height={8} />}
    </span>
  )
}

/** What the marks of the strip mean; it stands on the same screen as the strip. */
export function PromiseLegend(): ReactNode {
  const { t } = useTranslation()
  const items: readonly [PromiseMark, string][] = [
    [{ id: 'a', state: 'committed', day: '1', late: false }, 'order.legend.open'],
    [{ id: 'b', state: 'committed', day: '1', late: true }, 'order.legend.late'],
    [{ id: 'c', state: 'delivered', day: '1', late: false }, 'order.legend.delivered'],
    [{ id: 'd', state: 'raised', late: false }, 'order.legend.unpromised'],
  ]
  return (
    <span className="q-row wrap" style={{ gap: '0 13px' }}>
      {items.map(([mark, key]) => (
        <span key={key} className="q-row tight">
          <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
            <Mark mark={mark} x={4} y={4} />
          </svg>
          {t(key)}
        </span>
      ))}
    </span>
  )
}

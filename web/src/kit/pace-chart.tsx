import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'

export type PacePoint = { day: string; distance?: number | undefined }

const WIDTH = 182
const HEIGHT = 30
/** Percent of the target that reaches the edge; the same for every row, so that rows compare by eye. */
const REACH = 25

/**
 * The distance from the pace line, month by month, in percent of the target: sea above the line, warm below.
 * The dashed straight line is the pace itself. Unknown points break the curve.
 */
export function PaceChart(props: {
  points: readonly PacePoint[]
  from: string
  to: string
  label: string
}): ReactNode {
  const { t } = useTranslation()
  const id = useId()
  const start = Date.parse(props.from)
  const span = Math.max(1, Date.parse(props.to) - start)
  const middle = HEIGHT * 0.6
  const known = props.points.filter((point) => point.distance !== undefined)
  const last = known.at(-1)
  const x = (day: string) => 2 + ((Date.parse(day) - start) / span) * (WIDTH - 10)
  const y = (distance: number) => {
    const held = Math.max(-REACH * 0.5, Math.min(REACH, distance))
    return middle - (held / REACH) * (middle - 2)
  }
  if (!last) return <span className="q-small q-unknown-word">{t('pace.noReadings')}</span>
  const stretches: PacePoint[][] = [[]]
  for (const point of props.points) {
    if (point.distance === undefined) stretches.push([])
    else stretches.at(-1)?.push(point)
  }
  const lines = stretches
    .filter((stretch) => stretch.length > 0)
    .map((stretch) => stretch.map((point) => [x(point.day), y(point.distance as number)] as const))
  const path = (line: readonly (readonly [number, number])[]) =>
    line.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('')
  const area = lines
    .map(
      (line) =>
        `${path(line)}L${line.at(-1)?.[0].toFixed(1)} ${middle}L${line[0]?.[0].toFixed(1)} ${middle}z`,
    )
    .join('')
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={props.label}>
      <clipPath id={`${id}a`}>
        <rect width={WIDTH} height={middle} />
      </clipPath>
      <clipPath id={`${id}b`}>
        <rect y={middle} width={WIDTH} height={HEIGHT} />
      </clipPath>
      <path d={area} clipPath={`url(#${id}a)`} fill="var(--color-primary-border)" opacity=".55" />
      <path d={area} clipPath={`url(#${id}b)`} fill="var(--warm-border)" opacity=".7" />
      <path d={`M2 ${middle}H${WIDTH - 8}`} stroke="var(--color-text-tertiary)" strokeDasharray="3 2.5" />
      <path d={lines.map(path).join('')} fill="none" stroke="var(--chart)" strokeWidth="1.5" />
      <circle cx={x(last.day)} cy={y(last.distance as number)} r="3" fill="var(--color-link)" />
    </svg>
  )
}

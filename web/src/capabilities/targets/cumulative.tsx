import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { figure } from '../../kit/format.ts'
import { useFormat } from '../../kit/use-format.ts'

type Point = { day: string; value?: number | undefined; expected?: number | undefined }

const WIDTH = 780
const HEIGHT = 250
const EDGE = { left: 52, right: 92, top: 16, bottom: 26 }

/** Round steps that a reader can add up: 1, 2 or 5 times a power of ten. */
function stepOf(most: number): number {
  const rough = most / 4
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)))
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
}

/** The points between unknown ones: a curve never runs over what nobody knows. */
function stretchesOf(points: readonly Point[]): Point[][] {
  const stretches: Point[][] = [[]]
  for (const point of points) {
    if (point.value === undefined) stretches.push([])
    else stretches.at(-1)?.push(point)
  }
  return stretches.filter((stretch) => stretch.length > 0)
}

/** The cumulative figure against the straight line that its period asks; direct labels, no legend. */
export function Cumulative(props: {
  points: readonly Point[]
  from: string
  to: string
  on: string
  target?: number | undefined
  label: string
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const known = props.points.filter((point) => point.value !== undefined)
  const most = Math.max(
    ...known.map((point) => point.value as number),
    ...props.points.map((point) => point.expected ?? 0),
    props.target ?? 0,
    1e-6,
  )
  const step = stepOf(most)
  const top = Math.ceil(most / step) * step
  const start = Date.parse(props.from)
  const span = Math.max(1, Date.parse(props.to) - start)
  const x = (day: string) => EDGE.left + ((Date.parse(day) - start) / span) * (WIDTH - EDGE.left - EDGE.right)
  const y = (value: number) => HEIGHT - EDGE.bottom - (value / top) * (HEIGHT - EDGE.top - EDGE.bottom)
  const path = (points: readonly (readonly [number, number])[]) =>
    points.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('')
  const curve = stretchesOf(props.points)
    .map((stretch) => path(stretch.map((point) => [x(point.day), y(point.value as number)])))
    .join('')
  const last = known.at(-1)
  const { target } = props
  const missing = props.points.filter((point) => point.value === undefined && point.day <= props.on)
  return (
    <svg className="q-cumulative" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={props.label}>
      {Array.from({ length: Math.round(top / step) + 1 }, (_, at) => at * step).map((value) => (
        <g key={value}>
          <path d={`M${EDGE.left} ${y(value)}H${WIDTH - EDGE.right}`} stroke="var(--color-split)" />
          <text className="q-axis" x={EDGE.left - 8} y={y(value) + 4} textAnchor="end">
            {figure(value)}
          </text>
        </g>
      ))}
      {props.points
        .filter((_, at) => at % Math.ceil(props.points.length / 12) === 0)
        .map((point) => (
          <text key={point.day} className="q-axis" x={x(point.day)} y={HEIGHT - 8} textAnchor="middle">
            {props.points.length > 6
              ? t('format.month', {
                  month: Number(point.day.slice(5, 7)),
                  name: t(`month.${Number(point.day.slice(5, 7))}`),
                })
              : format.day(point.day)}
          </text>
        ))}
      {missing.map((point) => (
        <circle
          key={point.day}
          cx={x(point.day)}
          cy={HEIGHT - EDGE.bottom}
          r="3.4"
          fill="var(--color-bg-container)"
          stroke="var(--unknown)"
          strokeDasharray="2 1.4"
        />
      ))}
      {target !== undefined && (
        <>
          <path
            d={`M${x(props.from)} ${y(0)}L${x(props.to)} ${y(target)}`}
            stroke="var(--color-text-tertiary)"
            strokeDasharray="4 3"
            fill="none"
          />
          <text className="q-axis" x={WIDTH - EDGE.right + 8} y={y(target) + 4}>
            {t('target.paceEnd', { value: figure(target) })}
          </text>
        </>
      )}
      {props.on > props.from && props.on < props.to && (
        <path
          d={`M${x(props.on)} ${EDGE.top}V${HEIGHT - EDGE.bottom}`}
          stroke="var(--color-text-secondary)"
          strokeWidth="1"
        />
      )}
      <path d={curve} stroke="var(--chart)" strokeWidth="2" fill="none" />
      {known.map((point) => (
        <circle key={point.day} cx={x(point.day)} cy={y(point.value as number)} r="2.4" fill="var(--chart)">
          <title>{`${format.day(point.day)} ${figure(point.value as number)}`}</title>
        </circle>
      ))}
      {last && (
        <text
          x={x(last.day) + 8}
          y={y(last.value as number) - 6}
          fontSize="13"
          fontWeight="600"
          fill="var(--color-link)"
        >
          {figure(last.value as number)}
        </text>
      )}
    </svg>
  )
}

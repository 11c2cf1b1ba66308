import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../kit/use-format.ts'
import type { FactStatement } from '../queries.ts'

/** Places of days on a line from the earliest to the latest, in percent; all in the middle where there is only one. */
function placesOf(days: readonly string[]): readonly number[] {
  const instants = days.map((day) => Date.parse(day))
  const [first, last] = [Math.min(...instants), Math.max(...instants)]
  return instants.map((at) => (last === first ? 50 : 4 + (92 * (at - first)) / (last - first)))
}

/** Pixels from one statement down to the next that became known, and the tallest plane. */
const STEP = 22
const TALLEST = 240

const earliest = (days: readonly string[]) => days.toSorted()[0] ?? ''
const latest = (days: readonly string[]) => days.toSorted().at(-1) ?? ''

/**
 * Statements on the two axes of every figure: right is the day they speak of, down is the order in which they became known. What stands is filled;
 * the numbers are those of the lines below.
 */
export function TwoAxes(props: { rows: readonly FactStatement[] }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { rows } = props
  const days = rows.map((row) => row.asOf)
  const known = rows.map((row) => row.recordedAt)
  const across = placesOf(days)
  // By their order, not their distance: what was entered on one afternoon would lie on one spot.
  const order = known.toSorted()
  const step = Math.min(STEP, TALLEST / rows.length)
  return (
    <figure className="q-axes" aria-label={t('registry.axes')}>
      <div className="q-axes-plane" aria-hidden="true" style={{ height: step * (rows.length + 0.6) }}>
        {rows.map((row, at) => (
          <span
            key={row.id}
            className={['q-statement-no', row.stands ? 'stands' : '', row.retracted ? 'gone' : '']
              .filter(Boolean)
              .join(' ')}
            style={{ left: `${across[at]}%`, top: step * (order.indexOf(row.recordedAt) + 0.8) }}
          >
            {at + 1}
          </span>
        ))}
      </div>
      <figcaption className="q-source">
        <span>
          {t('registry.axisAsOf', { from: format.day(earliest(days)), to: format.day(latest(days)) })}
        </span>
        <span>
          {t('registry.axisKnown', {
            from: format.day(earliest(known).slice(0, 10)),
            to: format.day(latest(known).slice(0, 10)),
          })}
        </span>
      </figcaption>
    </figure>
  )
}

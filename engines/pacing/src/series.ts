import { type Day, Decimal } from '@qiongding/kernel'
import { isCeiling, type PaceQuestion } from './definition.ts'
import { lineAt, readingsOf, readValue, wayOf } from './line.ts'

/** One reading on a chart. Where the reading is unknown the curve has a gap: no actual, no distance. */
export type PacePoint = {
  readonly day: Day
  readonly expected: number
  readonly actual?: number
  /** Distance from the line as a share of the target; positive is the good side. */
  readonly distance?: number
}

/**
 * The curve of a pace chart: for each reading of the period up to `on`, oldest first, its distance from the line.
 * A ranking has none.
 *
 * @example
 * paceSeries({ target: { op: '>=', value: 100, from: day('2031-01-01'), to: day('2031-12-31') },
 *   readings: [{ day: day('2031-12-31'), value: 125 }], on: day('2031-12-31') })[0].distance // 0.25
 */
export function paceSeries(question: PaceQuestion): PacePoint[] {
  const { target } = question
  if (target.op === 'rank') return []
  const way = wayOf(target)
  return readingsOf(question).map((reading) => {
    const { expected } = lineAt(question, reading.day)
    const point = { day: reading.day, expected: expected.toNumber() }
    const { value: actual } = readValue(reading)
    if (actual === undefined) return point
    if (way.isZero()) return { ...point, actual }
    const ahead = new Decimal(actual).minus(expected).times(isCeiling(target) ? -1 : 1)
    return { ...point, actual, distance: ahead.div(way).toNumber() }
  })
}

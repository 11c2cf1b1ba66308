import { toBase } from '@qiongding/kernel'
import { v7 as uuidv7 } from 'uuid'
import { refuse } from '../../platform/refusals.ts'
import { allow, type Context } from '../../platform/verb/context.ts'
import { done, type Happened, happened, type InputOf, verb } from '../../platform/verb/verb.ts'
import { targetsContract } from './contract.ts'
import { type ReadingRow, readingKind } from './reading-object.ts'
import { indicatorOf } from './reads.ts'

/** A typed reading and its event. `value` is in the indicator's unit. */
function recorded(
  ctx: Context,
  input: InputOf<typeof targetsContract.record>,
  demonstration: boolean,
): { row: ReadingRow; event: Happened } {
  const indicator = indicatorOf(ctx, input.id)
  if (!indicator.measure || !('series' in indicator.measure))
    throw refuse('not-a-series', { indicator: input.id })
  allow(ctx, 'target.record', { office: indicator.owner })
  const today = ctx.clock.today()
  if (input.day > today) throw refuse('day-in-future', { day: input.day, today })
  const value =
    input.value === null
      ? null
      : indicator.unit === undefined
        ? input.value
        : (toBase(input.value, indicator.unit) ?? input.value)
  const row: ReadingRow = {
    id: uuidv7(),
    version: uuidv7(),
    indicator: input.id,
    day: input.day,
    value,
    source: input.source,
    by: ctx.actor.name,
    lastDay: input.day,
    demonstration,
  }
  return { row, event: happened(readingKind, { name: 'reading.recorded', day: input.day, after: row }) }
}

export const recordReading = verb(targetsContract.record, async (_tx, ctx, input) => {
  const { row, event } = recorded(ctx, input, false)
  return done({ id: row.id }, event)
})

/** The same for made-up rows, which stay labelled; no route leads here. */
export const recordDemonstration = verb(targetsContract.record, async (_tx, ctx, input) => {
  const { row, event } = recorded(ctx, input, true)
  return done({ id: row.id }, event)
})

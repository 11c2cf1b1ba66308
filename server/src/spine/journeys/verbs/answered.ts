import type { WriteTx } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { asOfOf } from '../../pack.ts'
import type { JourneyRow } from '../journey-object.ts'
import { journeyView } from '../reads.ts'

/** Why a day cannot be the day of a journey's next event. */
export function checkDay(ctx: Context, row: { readonly lastDay: string } | undefined, on: string): void {
  const today = ctx.clock.today()
  if (on > today) throw refuse('day-in-future', { day: on, today })
  if (row && on < row.lastDay) throw refuse('day-before-last', { day: on, last: row.lastDay })
}

/** What a verb answers is read after its event is written: the view needs the row as it is now. */
export async function answered(tx: WriteTx, ctx: Context, row: JourneyRow) {
  return journeyView(ctx, tx, row, asOfOf(ctx, {}))
}

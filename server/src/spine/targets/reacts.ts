import { sql } from 'kysely'
import type { Reaction } from '../../platform/jobs/reactions.ts'
import type { Context } from '../../platform/verb/context.ts'
import { asOfOf, packOf } from '../pack.ts'
import { isMeasured, measure, populationsOf } from './measure.ts'

/** Takes the measured indicators anew. Repeating it changes nothing but the instant. */
export async function takeReadings(ctx: Context): Promise<void> {
  const { pack } = packOf(ctx)
  const asOf = asOfOf(ctx, {})
  await ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
    for (const indicator of pack.indicators.filter(isMeasured)) {
      const { value, missing, rows } = await measure(ctx, tx, indicator, asOf)
      await sql`
        insert into measured (district_id, indicator, pack, day, value, missing, counted, taken_at)
        values (${tx.district}, ${indicator.id}, ${pack.fingerprint}, ${asOf.on}::date, ${value ?? null}::double precision, ${missing}, ${rows.filter((row) => row.verdict === 'yes').length}, ${ctx.clock.now().toISOString()}::timestamptz)
        on conflict (district_id, indicator) do update set pack = excluded.pack, day = excluded.day, value = excluded.value, missing = excluded.missing, counted = excluded.counted, taken_at = excluded.taken_at
      `.execute(tx.query)
    }
  })
}

const countsSubjects = (ctx: Context, kind: string) =>
  packOf(ctx).pack.indicators.some((indicator) =>
    populationsOf(indicator).some((population) => 'subjects' in population && population.subjects === kind),
  )

/** The queue of the readings to be taken. */
export const TAKE_READINGS = 'take-readings'

/** The board moves because something it counts has moved; targets only listen. */
export const targetReacts: readonly Reaction[] = [
  {
    name: TAKE_READINGS,
    on: [
      'journey.opened',
      'journey.advanced',
      'journey.closed',
      'journey.woken',
      'journey.set-back',
      'evidence.attached',
      'journey.stated',
      'import.committed',
      'registry.withdrawn',
      'subject.created',
      'subject.stated',
      'fact.settled',
      'statement.retracted',
      'amendment.written',
      'amendment.stopped',
      'amendment.undone',
      'personal.erased',
      'merge.made',
      'merge.undone',
      'need.reconfirmed',
      'need.filled',
      'need.dropped',
    ],
    work: (ctx) => takeReadings(ctx),
    // A new subject takes part in no journey yet: it moves only what counts subjects of its kind.
    concerns: (ctx, { event, about }) => event !== 'subject.created' || countsSubjects(ctx, about.kind),
    alike: () => '',
  },
]

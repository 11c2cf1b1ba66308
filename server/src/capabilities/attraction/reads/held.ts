import { sql } from 'kysely'
import { may } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import type { Context } from '../../../platform/verb/context.ts'
import type { JourneyRow } from '../../../spine/journeys/index.ts'
import { officeLabel as labelOf } from '../../../spine/pack.ts'
import { type LeadRow, leadKind } from '../tables.ts'

export type Held = { readonly lead: LeadRow; readonly journey: JourneyRow }

/** Running projects of the same enterprise, whoever has them: for telling whom to call. `lock` keeps them still until the verb ends. */
export async function heldUnder(
  read: ReadDb,
  keys: readonly string[],
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Held[]> {
  if (keys.length === 0) return []
  const found = await sql<Held>`
    select l.row as lead, j.row as journey from attraction_lead l join journey j on j.district_id = l.district_id and j.id = l.id
    where l.district_id = ${read.district} and l.keys && ${keys as string[]}::text[] and j.open order by l.id ${lock ? sql`for update of l` : sql``}
  `.execute(read.query)
  return found.rows
}

/** Probes of somebody since an instant. */
export async function probesSince(read: ReadDb, actorId: string, since: string): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from attraction_probe where district_id = ${read.district} and actor_id = ${actorId} and at > ${since}::timestamptz
  `.execute(read.query)
  return found.rows[0]?.n ?? 0
}

export const officeLabel = (ctx: Context, id: string | undefined) =>
  id === undefined ? undefined : (labelOf(ctx, id) ?? { zh: id, en: id })

/** What is said of leads: for the office that has them in care, and for who may read what is confidential. Digests are shown to nobody. */
export const leadLedger: LedgerOwner = {
  owns: (_, kind) => kind === leadKind.kind,
  mayRead: (ctx, { before, after }) => {
    const { careOffice } = ('id' in after ? after : before) as unknown as LeadRow
    const own =
      ctx.actor.kind === 'person' && ctx.actor.office !== undefined && ctx.actor.office === careOffice
    return own || may(ctx.actor, 'journey.confidential', {})
  },
  closes: (_, field) => field === 'keys',
}

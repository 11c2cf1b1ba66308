import { sql } from 'kysely'
import type { Reaction } from '../../platform/jobs/reactions.ts'
import { Refusal } from '../../platform/refusals.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import type { JourneyRow } from './journey-object.ts'
import { partyOf } from './reads.ts'
import { nameParty } from './verbs/index.ts'

/** Open journeys that began when nobody knew for which enterprise they are, and of which that is known now. */
async function partyFound(ctx: Context): Promise<string[]> {
  return reading(ctx, async (read) => {
    const found = await sql<{ row: JourneyRow }>`
      select row from journey where district_id = ${read.district} and open and party_id is null order by id
    `.execute(read.query)
    const ids: string[] = []
    for (const { row } of found.rows) {
      const { party } = await partyOf(ctx, read, row.parties).catch((error: unknown) => {
        // A subject that was withdrawn since has no holder to be found.
        if (error instanceof Refusal) return { party: undefined }
        throw error
      })
      if (party) ids.push(row.id)
    }
    return ids
  })
}

/** A journey that began before its enterprise was known belongs to it as soon as it is: orders can be raised, and the enterprise sees it. */
export const journeyReacts: readonly Reaction[] = [
  {
    name: 'name-party',
    on: ['registry.linked'],
    work: async (base) => {
      const grants = ['registry.read', 'journey.read', 'journey.confidential', 'journey.advance'].map(
        (ability) => ({ ability }),
      )
      const ctx: Context = { ...base, actor: { kind: 'job', id: 'name-party', name: 'name-party', grants } }
      for (const id of await partyFound(ctx)) await nameParty(ctx, { id })
    },
  },
]

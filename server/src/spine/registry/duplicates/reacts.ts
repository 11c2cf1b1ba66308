import { sql } from 'kysely'
import type { Reaction } from '../../../platform/jobs/reactions.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { packOf } from '../../pack.ts'
import { importKind } from '../import-object.ts'
import { mayBeMerged } from './rules.ts'
import { seek, startSeeking } from './seek.ts'

/** The kind a person asked to have searched, from what the ledger says of it. */
async function askedKind(ctx: Context, jobId: string): Promise<string | undefined> {
  const found = await reading(ctx, (read) =>
    sql<{ kind: string }>`
      select after->>'kind' as kind from ledger where district_id = ${read.district} and about_id = ${jobId}::uuid and name = 'duplicates.sought' limit 1
    `.execute(read.query),
  )
  return found.rows[0]?.kind
}

/** After an import its kind is searched: what came in may be there already under another name. */
async function seekAfterImport(ctx: Context, importId: string): Promise<void> {
  const row = await reading(ctx, (read) => findObject(read, importKind, importId))
  if (!row || row.counts.created + row.counts.updated === 0) return
  if (!mayBeMerged(packOf(ctx).kinds.get(row.kind))) return
  const jobId = await ctx.district.database.withDistrict(ctx.district.id, (tx) =>
    startSeeking(tx, ctx, row.kind, { house: true }),
  )
  await seek(ctx, row.kind, jobId)
}

export const duplicatesReacts: readonly Reaction[] = [
  {
    name: 'seek-duplicates',
    long: 'asked',
    on: ['duplicates.sought'],
    work: async (ctx, { about }) => {
      const kind = await askedKind(ctx, about.id)
      if (kind !== undefined) await seek(ctx, kind, about.id)
    },
  },
  {
    name: 'seek-after-import',
    long: 'house',
    on: ['import.committed'],
    work: (ctx, { about }) => seekAfterImport(ctx, about.id),
  },
]

import { z } from 'zod'
import { mayAtAll } from '../abilities.ts'
import type { ReadDb, WriteTx } from '../db/database.ts'
import type { Bytes } from '../http/route.ts'
import { type Route, read, upload } from '../http/route.ts'
import type { LedgerOwner } from '../ledger/reads.ts'
import { refuse } from '../refusals.ts'
import { allow, type Context, reading } from '../verb/context.ts'
import { done, verb } from '../verb/verb.ts'
import { filesContract } from './contract.ts'

/** What a verb that takes one file in is given. */
export const fileBody = z.object({ file: z.custom<Bytes>((file) => typeof file === 'object') })

/** Stores a file within a verb that has asked whether its actor may. */
export async function storedFile(tx: WriteTx, ctx: Context, file: Bytes) {
  const stored = await ctx.district.files.put(tx, { ...file, actorId: ctx.actor.id, at: ctx.clock.now() })
  return done(stored, {
    name: 'file.stored',
    about: { kind: 'file', id: stored.id },
    day: ctx.clock.today(),
    after: { name: stored.name, size: stored.size, sha256: stored.sha256 },
  })
}

const storeFile = verb({ ...filesContract.upload, body: fileBody }, async (tx, ctx, { file }) => {
  // Whether the paper may be attached to a record is asked when it is attached; here it only needs somebody who may attach at all.
  allow(ctx, 'evidence.attach', mineWhatever(ctx.actor))
  return storedFile(tx, ctx, file)
})

/** A record that meets every condition this actor can meet. */
function mineWhatever(actor: Parameters<typeof allow>[0]['actor']) {
  const office = actor.kind === 'person' ? actor.office : undefined
  return { office, owes: office, party: 'party' in actor ? actor.party : undefined }
}

/** What a file was called is for those who file papers themselves; on the record it hangs on others see it. */
export const fileLedger: LedgerOwner = {
  owns: (_, kind) => kind === 'file',
  mayRead: (ctx) => mayAtAll(ctx.actor, 'evidence.attach') !== 'no',
}

/** Whether a file hangs on a record that the reader may see: said by whoever owns such records, registered at start. */
export type FileHolder = (ctx: Context, read: ReadDb, fileId: string) => Promise<boolean>

export function fileRoutes(holders: readonly FileHolder[]): readonly Route[] {
  /** His own uploads, and what hangs on a record he may see; an enterprise its own only: what offices have filed is theirs to show. */
  async function mayHave(ctx: Context, db: ReadDb, file: { id: string; actorId: string }): Promise<boolean> {
    if (file.actorId === ctx.actor.id) return true
    if (ctx.actor.kind === 'enterprise') return false
    for (const holder of holders) if (await holder(ctx, db, file.id)) return true
    return false
  }
  return [
    upload(filesContract.upload, (ctx, _input, file) => storeFile(ctx, { file })),
    read(filesContract.download, (ctx, input) =>
      reading(ctx, async (db) => {
        const about = (await ctx.district.files.about(db, [input.id])).get(input.id)
        if (!about || !(await mayHave(ctx, db, about))) throw refuse('not-found')
        return { name: about.name, type: about.type, bytes: await ctx.district.files.bytes(db, input.id) }
      }),
    ),
  ]
}

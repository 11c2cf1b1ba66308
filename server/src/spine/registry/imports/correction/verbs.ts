import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { may } from '../../../../platform/abilities.ts'
import type { WriteTx } from '../../../../platform/db/database.ts'
import { startJob } from '../../../../platform/jobs/progress.ts'
import { findObject } from '../../../../platform/ledger/objects.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { allow, type Context } from '../../../../platform/verb/context.ts'
import { done, happened, verb } from '../../../../platform/verb/verb.ts'
import { packOf } from '../../../pack.ts'
import { viewOf } from '../../exports/reads.ts'
import { fileNameOf } from '../../exports/rules.ts'
import { type ExportRow, exportKind } from '../../exports/tables.ts'
import { type ImportRow, importKind } from '../../import-object.ts'
import { correctionContract } from './contract.ts'
import { correctionName } from './make.ts'

const CORRECTABLE: readonly ImportRow['state'][] = ['review', 'committed', 'cancelled']

/** A list of persons comes back to whoever sent it, or to one who may see them. Of others the job looks at the columns. */
function allowCorrection(ctx: Context, row: ImportRow): void {
  allow(ctx, 'registry.import', {})
  allow(ctx, 'registry.export', {})
  if (row.byId === ctx.actor.id || may(ctx.actor, 'personal.read', {})) return
  if (packOf(ctx).kinds.get(row.kind)?.person) throw refuse('not-allowed', { ability: 'personal.read' })
}

/** A correction of the same import that is being written for the same reader. */
async function underWay(tx: WriteTx, ctx: Context, importId: string): Promise<ExportRow | undefined> {
  const found = await sql<{ row: ExportRow }>`
    select row from export where district_id = ${tx.district} and by_id = ${ctx.actor.id} and import_id = ${importId}::uuid and state = 'making' limit 1
  `.execute(tx.query)
  return found.rows[0]?.row
}

export const correctImport = verb(correctionContract.correct, async (tx, ctx, input) => {
  const imported = await findObject(tx, importKind, input.id, { lock: true })
  if (!imported) throw refuse('not-found')
  allowCorrection(ctx, imported)
  if (imported.state === 'withdrawn') throw refuse('correction-withdrawn')
  if (!CORRECTABLE.includes(imported.state)) throw refuse('import-state', { state: imported.state })
  const { errors, remarks, duplicates } = imported.counts
  if (errors + remarks + duplicates === 0) throw refuse('no-findings')
  const before = await underWay(tx, ctx, imported.id)
  const id = before?.id ?? uuidv7()
  const today = ctx.clock.today()
  const fileName = fileNameOf(correctionName(imported.fileName, input.language))
  const row: ExportRow = before ?? {
    id,
    what: 'correction',
    kind: imported.kind,
    columns: [],
    sort: 'name',
    on: today,
    known: today,
    past: false,
    unknown: '',
    masked: '',
    unknownMarks: false,
    returnable: true,
    language: input.language,
    personal: may(ctx.actor, 'personal.read', {}),
    importId: imported.id,
    state: 'making',
    fileName,
    closed: [],
    by: ctx.actor.name,
    byId: ctx.actor.id,
    ...(ctx.actor.kind === 'person' && ctx.actor.office !== undefined && { office: ctx.actor.office }),
    recordedAt: ctx.clock.now().toISOString(),
    jobId: await startJob(tx, ctx, 'export.correct', {
      about: { kind: 'import', id: imported.id },
      title: fileName,
    }),
  }
  return done(
    await viewOf(ctx, tx, row),
    happened(exportKind, {
      name: before ? 'correction.asked' : 'correction.started',
      day: today,
      ...(before && { before }),
      after: row,
    }),
  )
})

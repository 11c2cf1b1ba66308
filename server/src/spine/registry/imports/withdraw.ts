import { sql } from 'kysely'
import type { WriteTx } from '../../../platform/db/database.ts'
import { moveJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { happened, record } from '../../../platform/verb/verb.ts'
import { besideMerges, groupsOf } from '../duplicates/joined.ts'
import type { Group } from '../duplicates/rules.ts'
import type { Statement } from '../fold.ts'
import { type HeldBack, type ImportRow, importKind } from '../import-object.ts'
import { profileOf } from '../profile-row.ts'
import { statementsOf } from '../projection.ts'
import { shapeOf } from '../shape.ts'
import { writeStatements } from '../write.ts'
import { STRETCH } from './plan-sheet.ts'
import { importActor, inDistrict } from './work.ts'

type Open = {
  readonly id: string
  readonly subject_id: string
  readonly as_of: string
  readonly kind: string
  readonly demonstration: boolean
}

/** Statements of an import that still stand, after one of them; retractions it made are among them: taken back, what they took out stands again. */
async function openStatements(tx: WriteTx, importId: string, after: string): Promise<Open[]> {
  const found = await sql<Open>`
    select s.id, s.subject_id, s.as_of, s.kind, s.demonstration from statement s
    where s.district_id = ${tx.district} and s.import_id = ${importId}::uuid and s.id > ${after}::uuid
      and not exists (
        select 1 from statement r where r.district_id = ${tx.district} and r.subject_id = s.subject_id and r.retracts = s.id
          and not exists (select 1 from statement b where b.district_id = ${tx.district} and b.subject_id = s.subject_id and b.retracts = r.id))
    order by s.id limit ${STRETCH}
  `.execute(tx.query)
  return found.rows
}

/** The record that a subject shows under. */
const rootIn = (groups: ReadonlyMap<string, Group>, id: string) => groups.get(id)?.root ?? id

/** What the identity of each record would be without some of its statements; null where it would have none or be gone. */
async function identitiesWithout(
  tx: WriteTx,
  ctx: Context,
  kind: string,
  open: readonly Open[],
  groups: ReadonlyMap<string, Group>,
): Promise<Map<string, string | null>> {
  const shape = shapeOf(ctx, kind)
  const roots = [...new Set(open.map((one) => rootIn(groups, one.subject_id)))]
  const ids = roots.flatMap((root) => groups.get(root)?.members ?? [root])
  const spoken = await statementsOf(tx, ids)
  const keys = await ctx.district.keys.forReading(tx, ids)
  const taken = Map.groupBy(open, (one) => one.subject_id)
  const statements = new Map(
    [...spoken].map(([id, own]) => {
      const retractions = (taken.get(id) ?? []).map(
        (one): Statement => ({
          // Later than everything there is.
          ...(own.at(-1) as Statement),
          id: `${own.at(-1)?.id} then ${one.id}`,
          retracts: one.id,
          facts: {},
          sealed: null,
        }),
      )
      return [id, [...own, ...retractions]] as const
    }),
  )
  const material = { statements, keys, under: new Map<string, string>() }
  return new Map(
    roots.map((root) => [root, profileOf(shape, root, material, groups.get(root))?.identity ?? null]),
  )
}

/** Subjects that cannot go back to what they were, because another record bears that identity by now. */
async function heldBack(
  tx: WriteTx,
  ctx: Context,
  kind: string,
  open: readonly Open[],
  groups: ReadonlyMap<string, Group>,
): Promise<HeldBack[]> {
  const future = await identitiesWithout(tx, ctx, kind, open, groups)
  const subjects = [...future.keys()]
  const wanted = [...new Set([...future.values()].filter((one) => one !== null))]
  const found = await sql<{ subject_id: string; identity: string }>`
    select subject_id, identity from profile where district_id = ${tx.district} and kind = ${kind} and identity is not null
      and (identity = any(${wanted}::text[]) or subject_id = any(${subjects}::uuid[]))
  `.execute(tx.query)
  const now = new Map(found.rows.map((row) => [row.subject_id, row.identity]))
  const held = new Map<string, string>()
  // Who is held keeps the identity he has, which may be what the next one wants back: asked again until nobody is added.
  for (let before = -1; before !== held.size; ) {
    before = held.size
    const bearer = new Map<string, string>()
    for (const [id, identity] of now) if (!future.has(id) || held.has(id)) bearer.set(identity, id)
    // A record that keeps its identity comes before one that would get it.
    const order = subjects.toSorted(
      (a, b) => Number(future.get(b) === now.get(b)) - Number(future.get(a) === now.get(a)),
    )
    for (const id of order) {
      const identity = future.get(id) ?? null
      if (identity === null || held.has(id)) continue
      const other = bearer.get(identity)
      if (other === undefined) bearer.set(identity, id)
      else held.set(id, other)
    }
  }
  return [...held].map(([subjectId, twinId]) => ({ kind, subjectId, twinId }))
}

/** Retracts what can be retracted of one kind in a stretch; answers who was held back and how many statements were retracted. */
async function retractKind(
  tx: WriteTx,
  ctx: Context,
  kind: string,
  open: readonly Open[],
  reason: string,
): Promise<{ held: HeldBack[]; retracted: number }> {
  await besideMerges(tx)
  const groups = await groupsOf(
    tx,
    open.map((one) => one.subject_id),
  )
  const held = await heldBack(tx, ctx, kind, open, groups)
  const kept = new Set(held.map((one) => one.subjectId))
  const going = open.filter((one) => !kept.has(rootIn(groups, one.subject_id)))
  // Identities may change hands within the stretch: nobody bears one while they do.
  await sql`update profile set identity = null where district_id = ${tx.district} and subject_id = any(${going.map((one) => rootIn(groups, one.subject_id))}::uuid[])`.execute(
    tx.query,
  )
  await writeStatements(
    tx,
    ctx,
    kind,
    going.map((one) => ({
      subjectId: one.subject_id,
      fresh: false,
      source: reason,
      asOf: one.as_of,
      values: {},
      retracts: one.id,
      demonstration: one.demonstration,
    })),
  )
  return { held, retracted: going.length }
}

type Stretch = { readonly next: string | undefined; readonly held: HeldBack[]; readonly retracted: number }

async function retractStretch(tx: WriteTx, ctx: Context, row: ImportRow, after: string): Promise<Stretch> {
  const open = await openStatements(tx, row.id, after)
  const held: HeldBack[] = []
  let retracted = 0
  for (const [kind, statements] of Map.groupBy(open, (one) => one.kind)) {
    const outcome = await retractKind(tx, ctx, kind, statements, row.withdrawn ?? '')
    held.push(...outcome.held)
    retracted += outcome.retracted
  }
  if (retracted > 0)
    await record(tx, ctx, [
      {
        name: 'registry.withdrawn',
        about: { kind: 'import-batch', id: row.id },
        day: ctx.clock.today(),
        after: { statements: retracted },
      },
    ])
  return { next: open.length < STRETCH ? undefined : open.at(-1)?.id, held, retracted }
}

async function retractAgain(ctx: Context, row: ImportRow, after: string): Promise<Stretch> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await inDistrict(ctx, (tx) => retractStretch(tx, ctx, row, after))
    } catch (error) {
      // 23505: another record took one of these identities a moment ago. Looked at again, its subject is held back.
      if ((error as { code?: string }).code !== '23505' || attempt >= 3) throw error
    }
  }
}

/** Most records that are named as held back; the number says how many there are. */
const NAMED = 50

/**
 * Retracts every statement an import made, batch by batch; what is already retracted is passed over, so it may be interrupted. A record
 * whose former identity another one bears by now is left as it is, and named: a person must say which of the two it is.
 */
export async function retractImport(base: Context, id: string): Promise<void> {
  const row = await reading(base, (read) => findObject(read, importKind, id))
  if (row?.state !== 'withdrawn') return
  const ctx: Context = { ...base, actor: importActor(row) }
  let held: HeldBack[] = []
  // What one record gives up another may get back: passes go on as long as they retract something.
  for (let retracted = -1; retracted === -1 || (retracted > 0 && held.length > 0); ) {
    retracted = 0
    held = []
    let after: string | undefined = '00000000-0000-0000-0000-000000000000'
    while (after !== undefined) {
      const stretch: Stretch = await retractAgain(ctx, row, after)
      held.push(...stretch.held)
      retracted += stretch.retracted
      after = stretch.next
    }
  }
  await inDistrict(ctx, async (tx) => {
    const before = await findObject(tx, importKind, id, { lock: true })
    if (before?.state !== 'withdrawn' || before.jobId !== row.jobId) return
    const { heldBack: _, ...whole } = before
    const after: ImportRow =
      held.length === 0 ? whole : { ...whole, heldBack: { n: held.length, rows: held.slice(0, NAMED) } }
    await record(tx, ctx, [
      happened(importKind, { name: 'import.retracted', day: ctx.clock.today(), before, after }),
    ])
    if (row.jobId)
      await moveJob(
        tx,
        row.jobId,
        held.length === 0 ? { state: 'done' } : { state: 'failed', refusal: 'identity-taken' },
      )
  })
}

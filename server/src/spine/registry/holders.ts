import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '../../platform/abilities.ts'
import type { ReadDb, WriteTx } from '../../platform/db/database.ts'
import type { EventMessage } from '../../platform/jobs/reactions.ts'
import { findObject } from '../../platform/ledger/objects.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import { record } from '../../platform/verb/verb.ts'
import { packOf } from '../pack.ts'
import { EXPLAINS, fold, isFinding, retractedIds } from './fold.ts'
import { importKind } from './import-object.ts'
import { statementsOf } from './projection.ts'
import { HOLDER } from './values.ts'
import { type NewStatement, subjectsNamed, writeStatements } from './write.ts'

/** Subjects looked at in one go. */
const STRETCH = 2_000

/** A kind whose records name the party they belong to. */
type Held = { readonly kind: string; readonly holder: string; readonly holderKind: string }

function heldKinds(ctx: Context): Held[] {
  return packOf(ctx).pack.kinds.flatMap(({ id, holder, holderKind }) =>
    holder !== undefined && holderKind !== undefined ? [{ kind: id, holder, holderKind }] : [],
  )
}

/** Kinds whose names may mean somebody else after an event: those of the kind that moved, and those that name parties of it. */
async function kindsAfter(ctx: Context, message: EventMessage): Promise<Held[]> {
  const { about } = message
  const moved =
    about.kind === 'import'
      ? (await reading(ctx, (read) => findObject(read, importKind, about.id)))?.kind
      : packOf(ctx).kinds.has(about.kind)
        ? about.kind
        : undefined
  return heldKinds(ctx).filter(
    ({ kind, holderKind }) => moved === undefined || moved === kind || moved === holderKind,
  )
}

type Unheld = { readonly subject_id: string; readonly name: string; readonly demonstration: boolean }

/** Records that name a holder nobody was found for, or one that is gone since. */
async function unheld(read: ReadDb, { kind, holder }: Held, after: string): Promise<Unheld[]> {
  const found = await sql<Unheld>`
    select p.subject_id, p.facts->>${holder} as name, p.demonstration from profile p
    where p.district_id = ${read.district} and p.kind = ${kind} and p.subject_id > ${after}::uuid and p.facts ? ${holder}
      and (p.holder_id is null or not exists (
        select 1 from profile h where h.district_id = ${read.district} and h.subject_id = p.holder_id))
    order by p.subject_id limit ${STRETCH}
  `.execute(read.query)
  return found.rows
}

/**
 * Whom the names mean now, as statements of the day of the words they explain. Nothing is found where two bear the name, and not a second
 * time where a person has taken the same finding back.
 */
async function findings(
  read: ReadDb,
  ctx: Context,
  held: Held,
  rows: readonly Unheld[],
): Promise<NewStatement[]> {
  const named = await subjectsNamed(
    read,
    ctx,
    held.holderKind,
    rows.map((row) => row.name),
  )
  const sure = rows.filter((row) => named.get(row.name)?.length === 1)
  const statements = await statementsOf(
    read,
    sure.map((row) => row.subject_id),
  )
  return sure.flatMap((row): NewStatement[] => {
    const spoken = statements.get(row.subject_id) ?? []
    const words = fold(spoken).get(held.holder)?.statement
    const party = named.get(row.name)?.[0]
    if (!words || party === undefined) return []
    const retracted = retractedIds(spoken)
    const refused = spoken.some(
      (one) =>
        isFinding(one) &&
        retracted.has(one.id) &&
        one.facts[EXPLAINS] === words.id &&
        one.facts[HOLDER] === party,
    )
    if (refused) return []
    return [
      {
        subjectId: row.subject_id,
        fresh: false,
        source: words.source,
        asOf: words.asOf,
        values: { [HOLDER]: party, [EXPLAINS]: words.id } satisfies Record<string, Value>,
        demonstration: row.demonstration,
      },
    ]
  })
}

/** Whether an event can turn round whom a name means: not one about a record that names nobody and that nobody names. */
export function movesHolders(ctx: Context, { about }: EventMessage): boolean {
  if (!packOf(ctx).kinds.has(about.kind)) return true
  return heldKinds(ctx).some(({ kind, holderKind }) => about.kind === kind || about.kind === holderKind)
}

/** Events whose names are looked through alike: all of one kind of record, and each import for itself. */
export const sameHolders = ({ about }: EventMessage): string =>
  about.kind === 'import' ? about.id : about.kind

const actor: Actor = {
  kind: 'job',
  id: 'link-holders',
  name: 'link-holders',
  grants: [{ ability: 'registry.read' }, { ability: 'registry.write' }],
}

async function linkStretch(
  tx: WriteTx,
  ctx: Context,
  held: Held,
  after: string,
): Promise<string | undefined> {
  const rows = await unheld(tx, held, after)
  const statements = await findings(tx, ctx, held, rows)
  const ids = await writeStatements(tx, ctx, held.kind, statements)
  if (ids.length > 0)
    await record(tx, ctx, [
      {
        name: 'registry.linked',
        about: { kind: 'holder-links', id: uuidv7() },
        day: ctx.clock.today(),
        after: { kind: held.kind, statements: ids.length, first: ids[0] ?? null, last: ids.at(-1) ?? null },
      },
    ])
  return rows.length < STRETCH ? undefined : rows.at(-1)?.subject_id
}

/**
 * Finds the holders of records that were written before them: a post that came in before its enterprise belongs to it from now on. Each
 * finding is a statement, so past days stay as they were known. Repeating it finds nothing more.
 */
export async function linkHolders(base: Context, message: EventMessage): Promise<void> {
  const ctx: Context = { ...base, actor }
  for (const held of await kindsAfter(ctx, message)) {
    let after: string | undefined = '00000000-0000-0000-0000-000000000000'
    while (after !== undefined) {
      const from: string = after
      after = await ctx.district.database.withDistrict(ctx.district.id, (tx) =>
        linkStretch(tx, ctx, held, from),
      )
    }
  }
}

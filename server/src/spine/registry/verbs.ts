import type { Value } from '@qiongding/kernel'
import { type RawBuilder, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { partiesOf } from '../../platform/abilities.ts'
import type { WriteTx } from '../../platform/db/database.ts'
import { refuse } from '../../platform/refusals.ts'
import { allow, type Context } from '../../platform/verb/context.ts'
import { allOf, done, mustMatch, verb } from '../../platform/verb/verb.ts'
import { kindOf, packOf } from '../pack.ts'
import { registryContract } from './contract.ts'
import { disputed } from './dispute.ts'
import { besideMerges, groupsOf, membersOf, rootsOf } from './duplicates/joined.ts'
import { passesOf } from './duplicates/rules.ts'
import { retractedIds, SETTLES } from './fold.ts'
import { projectSubjects, statementsOf } from './projection.ts'
import { findProfile } from './reads/index.ts'
import { identityKey, shapeOf } from './shape.ts'
import { checkValues, HOLDER, isMasked } from './values.ts'
import { sendStatements, withHolders, writeStatements } from './write.ts'

/** What the ledger may keep of values: personal ones stand only in their sealed statement. */
function openValues(
  ctx: Context,
  values: Readonly<Record<string, Value | null>>,
): Record<string, Value | null | 'sealed'> {
  const { facts } = packOf(ctx)
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, isMasked(facts.get(key)) ? 'sealed' : value]),
  )
}

/** The day a statement speaks of: today unless it says otherwise, never later. */
function statedDay(ctx: Context, asOf: string | undefined): string {
  const today = ctx.clock.today()
  if (asOf !== undefined && asOf > today) throw refuse('day-in-future', { day: asOf, today })
  return asOf ?? today
}

/** Locks a record that statements are to be made about, with merges kept out; answers nothing, for what is read next is what counts. */
async function lockProfile(tx: WriteTx, id: string): Promise<void> {
  await besideMerges(tx)
  const root = (await rootsOf(tx, [id])).get(id) ?? id
  await sql`select 1 from profile where district_id = ${tx.district} and subject_id = ${root}::uuid for update`.execute(
    tx.query,
  )
}

/** What was written, or the refusal where another record bears that identity, perhaps since a moment ago. */
async function unlessTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    // 23505: a unique key is taken.
    if ((error as { code?: string }).code === '23505') throw refuse('twin-exists', {})
    throw error
  }
}

/** Refuses where a merged record was known by the identity of one of these: the record it shows under answers to it. */
async function unlessMerged(tx: WriteTx, kind: string, subjects: readonly string[]): Promise<void> {
  const twin = await sql<{ under_id: string }>`
    select j.under_id from profile p join joined j on j.district_id = p.district_id and j.kind = p.kind and j.identity = p.identity
    where p.district_id = ${tx.district} and p.kind = ${kind} and p.subject_id = any(${subjects as string[]}::uuid[]) and j.under_id <> p.subject_id limit 1
  `.execute(tx.query)
  if (twin.rows[0]) throw refuse('twin-exists', { id: twin.rows[0].under_id })
}

/** Appends statements; where they would make two records of one identity, says so. */
async function stated(...given: Parameters<typeof writeStatements>): Promise<string[]> {
  const [tx, , kind, statements] = given
  const ids = await unlessTaken(writeStatements(...given))
  await unlessMerged(
    tx,
    kind,
    statements.map((one) => one.subjectId),
  )
  return ids
}

export const createSubject = verb(
  registryContract.create,
  async (tx, ctx, input) => {
    const definition = kindOf(ctx, input.kind)
    const values = checkValues(packOf(ctx).factsOf.get(input.kind) ?? [], input.values)
    if (typeof values[definition.nameFact] !== 'string')
      throw refuse('name-needed', { key: definition.nameFact })
    const identity = identityKey(shapeOf(ctx, input.kind), values)
    const [[made], , twin] = await Promise.all([
      withHolders(tx, ctx, input.kind, [{ values }]),
      besideMerges(tx),
      identity === undefined ? undefined : findTwin(tx, input.kind, identity),
    ])
    const holder = made?.values[HOLDER]
    allow(ctx, 'registry.write', { party: typeof holder === 'string' ? holder : undefined })
    unlessProven(ctx, Object.keys(values))
    const day = statedDay(ctx, input.asOf)
    if (twin !== undefined) throw refuse('twin-exists', { id: twin })
    const id = uuidv7()
    const { ids, written } = await sendStatements(tx, ctx, input.kind, [
      {
        subjectId: id,
        fresh: true,
        source: input.source,
        asOf: day,
        values: made?.values ?? values,
        demonstration: false,
      },
    ])
    const [version] = ids
    return {
      ...done(
        { id, version: version as string },
        { name: 'subject.created', about: { kind: input.kind, id }, day, after: openValues(ctx, values) },
      ),
      writing: allOf([unlessTaken(written), unlessMerged(tx, input.kind, [id])]),
    }
  },
  { planned: 'once' },
)

/** The record that bears an identity. */
async function findTwin(tx: WriteTx, kind: string, identity: string): Promise<string | undefined> {
  const twin = await sql<{
    subject_id: string
  }>`select subject_id from profile where district_id = ${tx.district} and kind = ${kind} and identity = ${identity}`.execute(
    tx.query,
  )
  return twin.rows[0]?.subject_id
}

/** What a paper has to prove is for an office to state: whoever speaks for a party alone proposes it. */
function unlessProven(ctx: Context, keys: readonly string[]): void {
  if (partiesOf(ctx.actor).length === 0) return
  const { facts } = packOf(ctx)
  const proven = keys.find((key) => facts.get(key)?.proof)
  if (proven !== undefined) throw refuse('paper-needed', { key: proven })
}

export const stateFacts = verb(registryContract.state, async (tx, ctx, input) => {
  kindOf(ctx, input.kind)
  await lockProfile(tx, input.id)
  const profile = await findProfile(ctx, tx, input.id, input.kind)
  allow(ctx, 'registry.write', { party: profile.holder_id ?? profile.subject_id })
  mustMatch(ctx, profile.version)
  const values = checkValues(packOf(ctx).factsOf.get(input.kind) ?? [], input.values)
  if (Object.keys(values).length === 0)
    throw refuse('bad-input', { issues: [{ path: 'values', code: 'empty' }] })
  unlessProven(ctx, Object.keys(values))
  const day = statedDay(ctx, input.asOf)
  const [made] = await withHolders(tx, ctx, input.kind, [{ values }])
  const holder = made?.values[HOLDER]
  // Nobody hands a record to a party he could not write for.
  if (holder !== undefined)
    allow(ctx, 'registry.write', { party: typeof holder === 'string' ? holder : undefined })
  const id = profile.subject_id
  const [version] = await stated(tx, ctx, input.kind, [
    {
      subjectId: id,
      fresh: false,
      source: input.source,
      asOf: day,
      values: made?.values ?? values,
      demonstration: profile.demonstration,
    },
  ])
  const before = Object.fromEntries(Object.keys(values).map((key) => [key, profile.facts[key] ?? null]))
  return done(
    { id, version: version as string },
    {
      name: 'subject.stated',
      about: { kind: input.kind, id },
      day,
      before: openValues(ctx, before),
      after: openValues(ctx, values),
    },
  )
})

export const retractStatement = verb(registryContract.retract, async (tx, ctx, input) => {
  kindOf(ctx, input.kind)
  await lockProfile(tx, input.id)
  const profile = await findProfile(ctx, tx, input.id, input.kind)
  allow(ctx, 'registry.write', { party: profile.holder_id ?? profile.subject_id })
  mustMatch(ctx, profile.version)
  const id = profile.subject_id
  const members = await membersOf(tx, id)
  const statements = [...(await statementsOf(tx, members)).values()].flat()
  const target = statements.find((one) => one.id === input.statementId)
  if (!target || target.retracts !== null) throw refuse('not-found')
  if (retractedIds(statements).has(target.id)) throw refuse('already-decided', {})
  // What an office stated by a paper is not the party's to take back.
  unlessProven(ctx, Object.keys(target.facts))
  const [version] = await stated(tx, ctx, input.kind, [
    {
      // A statement made about a record that was merged since is retracted of that record.
      subjectId: target.subjectId,
      fresh: false,
      source: input.reason,
      asOf: target.asOf,
      values: {},
      retracts: target.id,
      demonstration: profile.demonstration,
    },
  ])
  return done(
    { id, version: version as string },
    {
      name: 'statement.retracted',
      about: { kind: input.kind, id },
      day: ctx.clock.today(),
      before: { statement: target.id },
      after: { reason: input.reason },
    },
  )
})

export const settleFact = verb(registryContract.settle, async (tx, ctx, input) => {
  kindOf(ctx, input.kind)
  await lockProfile(tx, input.id)
  const profile = await findProfile(ctx, tx, input.id, input.kind)
  allow(ctx, 'registry.write', { party: profile.holder_id ?? profile.subject_id })
  mustMatch(ctx, profile.version)
  unlessProven(ctx, [input.fact])
  const id = profile.subject_id
  const group = (await groupsOf(tx, [id])).get(id)
  const statements = [...(await statementsOf(tx, group?.members ?? [id])).values()].flat()
  const sides = disputed(statements, input.fact, group && passesOf(group))
  const chosen = sides.find((one) => one.id === input.statementId)
  if (!chosen) throw refuse('no-conflict', { fact: input.fact })
  const value = chosen.facts[input.fact] as Value
  const holder = chosen.facts[HOLDER]
  const others = sides.filter((one) => one.id !== chosen.id).map((one) => one.id)
  const [version] = await stated(tx, ctx, input.kind, [
    {
      subjectId: id,
      fresh: false,
      source: input.reason,
      asOf: chosen.asOf,
      // Where the fact names the party it belongs to, the choice is of the party too.
      values: {
        [input.fact]: value,
        [SETTLES]: others,
        ...(holder !== undefined && kindOf(ctx, input.kind).holder === input.fact && { [HOLDER]: holder }),
      },
      demonstration: profile.demonstration,
    },
  ])
  return done(
    { id, version: version as string },
    {
      name: 'fact.settled',
      about: { kind: input.kind, id },
      day: ctx.clock.today(),
      before: openValues(ctx, { [input.fact]: profile.facts[input.fact] ?? null }),
      after: { ...openValues(ctx, { [input.fact]: value }), reason: input.reason },
    },
  )
})

/** What stands elsewhere in plain text: the sheets that named the person, and answers kept for clients that ask twice. */
async function emptyCopies(tx: WriteTx, ctx: Context, id: string): Promise<void> {
  // Sheets that stated something of the person or named him, exports that hold him, what came back of those, and corrections of such sheets.
  const stated = sql`
    select import_id from statement where district_id = ${tx.district} and subject_id = ${id}::uuid and import_id is not null
    union select import_id from import_named where district_id = ${tx.district} and subject_id = ${id}::uuid`
  const held = sql`select export_id from export_row where district_id = ${tx.district} and subject_id = ${id}::uuid`
  // A correction of such a sheet holds all of its rows, also where it states nothing of the person.
  const corrects = (row: RawBuilder<unknown>) =>
    sql`exists (select 1 from jsonb_array_elements_text(${row}->'corrects'->'lineage') as one (id) where one.id::uuid in (${stated}))`
  const files = await sql<{ id: string }>`
    select i.row->>'fileId' as id from import i where i.district_id = ${tx.district}
      and (i.id in (${stated}) or (i.row->>'returns')::uuid in (${held}) or ${corrects(sql`i.row`)})
    union select e.file_id::text from export e where e.district_id = ${tx.district} and e.file_id is not null
      and (e.id in (${held}) or e.import_id in (${stated})
        or e.import_id in (select c.id from import c where c.district_id = ${tx.district} and ${corrects(sql`c.row`)}))
  `.execute(tx.query)
  for (const file of files.rows) await ctx.district.files.empty(tx, file.id)
  await sql`delete from idempotency where district_id = ${tx.district} and answer::text like ${`%${id}%`}`.execute(
    tx.query,
  )
}

/** Destroys the person's key: sealed values stay sealed for ever, the ledger keeps that it happened, and counts still replay. */
export const erasePersonal = verb(registryContract.erase, async (tx, ctx, input) => {
  kindOf(ctx, input.kind)
  await besideMerges(tx)
  const profile = await findProfile(ctx, tx, input.id, input.kind)
  allow(ctx, 'personal.erase', { party: profile.holder_id ?? profile.subject_id })
  const id = profile.subject_id
  // Records that stand together are one person: what each of them has sealed goes.
  const members = await membersOf(tx, id)
  let destroyed = 0
  for (const member of members) {
    if (await ctx.district.keys.destroy(tx, member)) destroyed++
    await emptyCopies(tx, ctx, member)
  }
  if (destroyed === 0) throw refuse('erased')
  await projectSubjects(tx, shapeOf(ctx, input.kind), [id])
  const erased = (member: string) => ({
    name: 'personal.erased',
    about: { kind: input.kind, id: member },
    day: ctx.clock.today(),
    after: { reason: input.reason },
  })
  return done({ id }, erased(id), ...members.filter((member) => member !== id).map(erased))
})

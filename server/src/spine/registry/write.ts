import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import type { ReadDb, WriteTx } from '../../platform/db/database.ts'
import { manyRows } from '../../platform/db/many.ts'
import { newId } from '../../platform/ids.ts'
import type { Context } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { besideMerges } from './duplicates/joined.ts'
import { freshProfileOf } from './profile-row.ts'
import { column, holdersUnder, projectSubjects, putProfiles } from './projection.ts'
import { isPersonal, nameKey, shapeOf } from './shape.ts'
import { HOLDER } from './values.ts'

/** A statement to be made about a subject. `fresh` subjects have no other statement yet. */
export type NewStatement = {
  readonly subjectId: string
  readonly fresh: boolean
  readonly source: string
  readonly asOf: string
  readonly values: Readonly<Record<string, Value | null>>
  readonly importId?: string
  readonly row?: number
  readonly retracts?: string
  readonly demonstration: boolean
}

/**
 * Appends statements of one kind and brings the projections up, in two statements each however many there are.
 * Answers the statement ids, in order.
 */
export async function writeStatements(
  tx: WriteTx,
  ctx: Context,
  kind: string,
  statements: readonly NewStatement[],
): Promise<string[]> {
  const { ids, written } = await sendStatements(tx, ctx, kind, statements)
  await written
  return ids
}

/** The same, answered as soon as the ids are known: of fresh subjects everything has been sent then, and is `written` a little later. */
export async function sendStatements(
  tx: WriteTx,
  ctx: Context,
  kind: string,
  statements: readonly NewStatement[],
): Promise<{ readonly ids: string[]; readonly written: Promise<unknown> }> {
  if (statements.length === 0) return { ids: [], written: Promise.resolve() }
  const shape = shapeOf(ctx, kind)
  // Before the instant is taken: whoever waits for all writers to end still gets no statement with an earlier one afterwards.
  await besideMerges(tx)
  const recordedAt = ctx.clock.now().toISOString()
  const personal = new Set<string>()
  const closed = [...shape.facts.values()]
    .filter((fact) => fact.sensitivity === 'personal')
    .map(({ key }) => key)
  for (const { subjectId, values } of statements)
    if (closed.some((key) => values[key] !== undefined && values[key] !== null)) personal.add(subjectId)
  const keys = await shape.keys.forWriting(tx, [...personal])

  const made = statements.map((statement) => {
    const subjectKey = keys.get(statement.subjectId)
    const id = newId()
    // Most statements are of no person: what they state is what is written.
    if (!subjectKey) return { ...statement, id, facts: statement.values, sealed: null }
    const facts: Record<string, Value | null> = {}
    const sealed: Record<string, string> = {}
    for (const [key, value] of Object.entries(statement.values))
      if (value !== null && isPersonal(shape, key)) sealed[key] = subjectKey.seal(value)
      else facts[key] = value
    return { ...statement, id, facts, sealed: Object.keys(sealed).length > 0 ? sealed : null }
  })
  const rows = manyRows({
    district_id: { type: 'bigint', value: tx.district },
    id: column('uuid', made, 'id'),
    subject_id: column('uuid', made, 'subjectId'),
    kind: { type: 'text', value: kind },
    source: column('text', made, 'source'),
    as_of: column('date', made, 'asOf'),
    recorded_at: { type: 'timestamptz', value: recordedAt },
    actor_kind: { type: 'text', value: ctx.actor.kind },
    actor_id: { type: 'text', value: ctx.actor.id },
    actor_name: { type: 'text', value: ctx.actor.name },
    import_id: { type: 'uuid', values: made.map((one) => one.importId ?? null) },
    row_no: { type: 'integer', values: made.map((one) => one.row ?? null) },
    retracts: { type: 'uuid', values: made.map((one) => one.retracts ?? null) },
    demonstration: column('boolean', made, 'demonstration'),
    facts: { type: 'jsonb', values: made.map((one) => JSON.stringify(one.facts)) },
    sealed: { type: 'jsonb', values: made.map((one) => one.sealed && JSON.stringify(one.sealed)) },
  })
  const fresh = made.filter((one) => one.fresh)
  const changed = new Set(made.filter((one) => !one.fresh).map((one) => one.subjectId))
  const under = await holdersUnder(tx, shape, [fresh])
  const profiles = fresh.map((one) => freshProfileOf(shape, one, one.values, under))
  const written = Promise.all([
    sql`insert into statement (${rows.names}) ${rows.select}`.execute(tx.query),
    putProfiles(tx, shape, profiles, { fresh: true }),
  ]).then(() => projectSubjects(tx, shape, [...changed]))
  // Whoever waits for it hears of it.
  written.catch(() => {})
  return { ids: made.map((one) => one.id), written }
}

/** Subjects of a kind by their name keys: who a name may mean. Of records that stand together it is the one that bore the name. */
export async function subjectsNamed(
  read: ReadDb,
  ctx: Context,
  kind: string,
  names: readonly string[],
): Promise<Map<string, string[]>> {
  const shape = shapeOf(ctx, kind)
  const keys = [...new Set(names.map((name) => nameKey(shape, name)).filter(Boolean))]
  if (keys.length === 0) return new Map()
  const found = await sql<{ name_key: string; subject_id: string; under_id: string; joined: boolean }>`
    select name_key, subject_id, subject_id as under_id, false as joined from profile where district_id = ${read.district} and kind = ${kind} and name_key = any(${keys}::text[])
    union all
    select name_key, subject_id, under_id, true as joined from joined where district_id = ${read.district} and kind = ${kind} and name_key = any(${keys}::text[])
    order by 2
  `.execute(read.query)
  const byKey = Map.groupBy(found.rows, (row) => row.name_key)
  return new Map(
    names.map((name) => {
      const bearers = Map.groupBy(byKey.get(nameKey(shape, name)) ?? [], (row) => row.under_id)
      return [
        name,
        [...bearers].map(([root, rows]) => {
          const bore = rows.filter((row) => row.joined)
          return (bore.find((row) => row.subject_id === root) ?? bore[0] ?? rows[0])?.subject_id ?? root
        }),
      ]
    }),
  )
}

/** Puts the holder's id beside the holder's name, where exactly one subject bears it. */
export async function withHolders<Row extends { readonly values: Readonly<Record<string, Value | null>> }>(
  read: ReadDb,
  ctx: Context,
  kind: string,
  rows: readonly Row[],
): Promise<(Row & { readonly values: Record<string, Value | null> })[]> {
  const definition = packOf(ctx).kinds.get(kind)
  const { holder, holderKind } = definition ?? {}
  if (!holder || !holderKind) return rows.map((row) => ({ ...row, values: { ...row.values } }))
  const names = rows.map((row) => row.values[holder]).filter((name) => typeof name === 'string')
  const found = await subjectsNamed(read, ctx, holderKind, names)
  return rows.map((row) => {
    const name = row.values[holder]
    const ids = typeof name === 'string' ? (found.get(name) ?? []) : []
    return {
      ...row,
      // A name that means nobody, or two, takes an earlier holder away: the record would stay his otherwise.
      values: {
        ...row.values,
        ...(name !== undefined && { [HOLDER]: ids.length === 1 ? (ids[0] ?? null) : null }),
      },
    }
  })
}

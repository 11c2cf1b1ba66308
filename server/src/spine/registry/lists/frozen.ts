import { type Clause, verdictOf } from '@qiongding/clause'
import { day, type Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { kindOf, packOf } from '../../pack.ts'
import { byMember, groupsOf, knownMerges } from '../duplicates/joined.ts'
import { groupsFrom, type Passes, passesOf } from '../duplicates/rules.ts'
import { fold, type Statement, type Winner } from '../fold.ts'
import { statementsOf } from '../projection.ts'
import { FIRST_ID, idsAfter } from '../reads/past.ts'
import { isOpen, standingOf } from '../standing.ts'
import { searchText, sortKey } from '../words.ts'
import type { ListShape, VersionRow } from './list-version.ts'
import type { Taken } from './rules.ts'

/** Where a list is looked at from: what was true on a day, as known at an instant. */
export type Moment = { readonly on: string; readonly knownAt: string }

/** One row of a list at a moment: the statement behind each shown value, in the order of the columns. */
export type FrozenRow = {
  readonly id: string
  readonly sortKey: string
  /** The open name, as it is searched; empty where the name is sealed. */
  readonly search: string
  readonly asOf: string
  readonly demonstration: boolean
  readonly cells: readonly (Taken | undefined)[]
}

/** Who was looked at and is not on the list: nobody can say, or the need has ended. */
export type Tally = { unknown: number; ended: number }

/** Members of a version read in one go: few enough to stay small in memory. */
const STRETCH = 2_000

/** The clause of a list, or undefined where everybody of its kind is on it. */
export function clauseOfShape(ctx: Context, shape: ListShape): Clause | undefined {
  return shape.where === undefined ? undefined : packOf(ctx).compiled.clause(shape.where, [shape.kind])
}

/** What the open values of a subject are, by its winners. */
const openValuesOf = (winners: ReturnType<typeof fold>): Record<string, Value> =>
  Object.fromEntries([...winners].flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])))

type Membership = 'on' | 'off' | 'unknown' | 'ended'

/** Everything said of one record of a list: its own statements, or those of all records that stand together under it. */
export type Spoken = { readonly statements: readonly Statement[]; readonly passes?: Passes }

/** What was said of records at a moment; of merged ones by the record they show under. Without a moment, now. */
export async function spokenOf(
  read: ReadDb,
  ids: readonly string[],
  moment?: Moment,
): Promise<Map<string, Spoken>> {
  const groups = await groupsOf(read, ids, moment)
  const all = [...new Set(ids.flatMap((id) => groups.get(id)?.members ?? [id]))]
  const statements = await statementsOf(read, all, moment)
  return new Map(
    ids.map((id) => {
      const group = groups.get(id)
      return [
        id,
        {
          statements: (group?.members ?? [id]).flatMap((member) => statements.get(member) ?? []),
          ...(group && { passes: passesOf(group) }),
        },
      ]
    }),
  )
}

export const winnersOf = ({ statements, passes }: Spoken) => fold(statements, passes)

/** Whether a subject is on a list on a day, by what was said of it. */
function membershipOf(
  ctx: Context,
  { shape, clause, on }: { shape: ListShape; clause: Clause | undefined; on: string },
  spoken: Spoken,
): { membership: Membership; winners: ReturnType<typeof fold> } {
  const winners = winnersOf(spoken)
  // Nothing stands of it any more: everything ever said was taken back.
  if (winners.size === 0) return { membership: 'off', winners }
  const facts = openValuesOf(winners)
  const verdict = clause ? verdictOf(clause, facts, { on: day(on) }) : 'yes'
  if (verdict !== 'yes') return { membership: verdict === 'no' ? 'off' : 'unknown', winners }
  const kind = kindOf(ctx, shape.kind)
  const standee = { facts, asOf: newestOf(spoken.statements) }
  if (shape.open && !isOpen(standingOf(kind, standee, day(on)).standing))
    return { membership: 'ended', winners }
  return { membership: 'on', winners }
}

/** The newest day of which anything was said. */
const newestOf = (statements: readonly Statement[]): string =>
  statements.reduce((newest, one) => (one.asOf > newest ? one.asOf : newest), '')

const takenOf = (winner: Winner | undefined): Taken | undefined =>
  winner && {
    statement: winner.statement.id,
    ...(winner.value !== undefined && { value: winner.value }),
  }

/** The shown cells of a record, by its winners. */
export const cellsOf = (columns: readonly string[], winners: ReturnType<typeof fold>) =>
  columns.map((key) => takenOf(winners.get(key)))

type Looking = { readonly shape: ListShape; readonly moment: Moment; readonly after: string }

/** The next rows of a list at a moment, worked out from statements alone, in the order of their ids; `next` is absent where these are the last. */
export async function stretchAt(
  ctx: Context,
  read: ReadDb,
  { shape, moment, after }: Looking,
  tally: Tally = { unknown: 0, ended: 0 },
): Promise<{ readonly rows: FrozenRow[]; readonly next: string | undefined }> {
  const clause = clauseOfShape(ctx, shape)
  const { nameFact } = kindOf(ctx, shape.kind)
  const groups = byMember(groupsFrom(await knownMerges(read, moment)))
  const { ids, next } = await idsAfter(read, { kind: shape.kind, asOf: moment, groups, after })
  const said = await spokenOf(read, ids, moment)
  const rows: FrozenRow[] = []
  for (const id of ids) {
    const spoken = said.get(id) ?? { statements: [] }
    const { membership, winners } = membershipOf(ctx, { shape, clause, on: moment.on }, spoken)
    if (membership === 'unknown' || membership === 'ended') tally[membership]++
    if (membership !== 'on') continue
    const name = winners.get(nameFact)?.value
    rows.push({
      id,
      sortKey: typeof name === 'string' ? sortKey(name) : '',
      search: typeof name === 'string' ? searchText(name) : '',
      asOf: newestOf(spoken.statements),
      demonstration: spoken.statements.some((one) => one.demonstration),
      cells: cellsOf(shape.columns, winners),
    })
  }
  return { rows, next }
}

/** All rows of a list at a moment, stretch by stretch. */
export async function* rowsAt(
  ctx: Context,
  read: ReadDb,
  shape: ListShape,
  moment: Moment,
): AsyncGenerator<FrozenRow[]> {
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const stretch: Awaited<ReturnType<typeof stretchAt>> = await stretchAt(ctx, read, {
      shape,
      moment,
      after,
    })
    yield stretch.rows
    after = stretch.next
  }
}

type MemberRow = {
  subject_id: string
  sort_key: string
  search: string
  as_of: string
  demonstration: boolean
  statements: (string | null)[]
}

/** What statements say, by id, as it is kept: open values in plain, personal ones sealed. */
export async function statementsById(
  read: ReadDb,
  ids: readonly string[],
): Promise<Map<string, KeptStatement>> {
  if (ids.length === 0) return new Map()
  const found = await sql<KeptStatement>`
    select id, subject_id, source, as_of, recorded_at, actor_name, facts, sealed from statement
    where district_id = ${read.district} and id = any(${[...new Set(ids)]}::uuid[])
  `.execute(read.query)
  return new Map(found.rows.map((row) => [row.id, row]))
}
export type KeptStatement = {
  id: string
  subject_id: string
  source: string
  as_of: string
  recorded_at: string
  actor_name: string
  facts: Record<string, Value | null>
  sealed: Record<string, string> | null
}

/** Members of a version as rows: references followed to what was stated. */
export async function followed(
  read: ReadDb,
  columns: readonly string[],
  members: readonly MemberRow[],
): Promise<{ rows: FrozenRow[]; statements: Map<string, KeptStatement> }> {
  const statements = await statementsById(
    read,
    members.flatMap((member) => member.statements.filter((id) => id !== null)),
  )
  const rows = members.map((member) => ({
    id: member.subject_id,
    sortKey: member.sort_key,
    search: member.search,
    asOf: member.as_of,
    demonstration: member.demonstration,
    cells: columns.map((key, index): Taken | undefined => {
      const id = member.statements[index]
      if (!id) return undefined
      const value = statements.get(id)?.facts[key]
      return { statement: id, ...(value !== undefined && value !== null && { value }) }
    }),
  }))
  return { rows, statements }
}

export const MEMBER_COLUMNS = sql`subject_id, sort_key, search, as_of, demonstration, statements`

/** The rows of a version by its references, in the order of their ids. */
export async function* rowsOfVersion(read: ReadDb, version: VersionRow): AsyncGenerator<FrozenRow[]> {
  for (let after = FIRST_ID; ; ) {
    const found = await sql<MemberRow>`
      select ${MEMBER_COLUMNS} from list_member where district_id = ${read.district} and version_id = ${version.id}::uuid and subject_id > ${after}::uuid
      order by subject_id limit ${STRETCH}
    `.execute(read.query)
    const last = found.rows.at(-1)
    if (!last) return
    yield (await followed(read, version.shape.columns, found.rows)).rows
    after = last.subject_id
  }
}

import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { ReadDb } from '../../../platform/db/database.ts'
import { createTable, type Migration, type TableDeclaration } from '../../../platform/db/tables.ts'
import { findObject, objectKind, objectTable } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context, reading } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { columnsSaid, type ImportRow, type MappedColumn } from '../import-object.ts'
import { importsContract, type ProfileView } from './contract.ts'
import type { KnownProfile } from './sheet.ts'

/**
 * What an office said of the columns of one of its lists, by header, and every header the list had then. The next sheet of that
 * office with the same headers is read so; where headers have changed, only what stands under an old one is, and the rest is said.
 */
export type ProfileRow = {
  readonly id: string
  readonly kind: string
  /** None where whoever kept it belongs to no office. */
  readonly office?: string
  readonly state: 'kept' | 'forgotten'
  readonly headers: readonly string[]
  readonly choices: Readonly<Record<string, MappedColumn>>
  readonly fileName: string
  readonly by: string
  readonly byId: string
  readonly at: string
}

export const profileKind = objectKind<ProfileRow>({
  kind: 'import-profile',
  table: 'import_profile',
  columns: {
    kind: { type: 'text not null', of: (row) => row.kind },
    office: { type: 'text not null', of: (row) => row.office ?? '' },
    state: { type: 'text not null', of: (row) => row.state },
  },
})

const PROFILE_TABLE: TableDeclaration = objectTable(profileKind, [
  'create index import_profile_office on import_profile (district_id, office, state)',
])

export const profileMigrations: readonly Migration[] = [
  { id: 'profiles/1', statements: createTable(PROFILE_TABLE) },
]

/** An office has some tens of forms; more than these are not looked through for one sheet. */
const LOOKED_THROUGH = 100

async function keptBy(read: ReadDb, office: string | undefined): Promise<ProfileRow[]> {
  const found = await sql<{ row: ProfileRow }>`
    select row from import_profile where district_id = ${read.district} and office = ${office ?? ''} and state = 'kept'
    order by row->>'at' desc, id desc limit ${LOOKED_THROUGH}
  `.execute(read.query)
  return found.rows.map(({ row }) => row)
}

const known = ({ id, kind, headers, choices, by, at }: ProfileRow): KnownProfile => ({
  id,
  kind,
  headers,
  choices,
  by,
  at,
})

/** The profiles a sheet is read by: those of its office, or the very one it was read by before. */
export async function profilesFor(
  read: ReadDb,
  row: Pick<ImportRow, 'office' | 'profile'>,
): Promise<readonly KnownProfile[]> {
  if (row.profile !== undefined) return row.profile === null ? [] : [row.profile]
  return (await keptBy(read, row.office)).map(known)
}

const sameHeaders = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.toSorted().join('\n') === other.toSorted().join('\n')

/** What is remembered when an import is approved: what was said of its columns by hand, with what was used of a profile. */
export async function keepProfile(read: ReadDb, ctx: Context, row: ImportRow): Promise<Happened | undefined> {
  const headers = [...new Set(Object.values(row.headers ?? {}))]
  const byHand = columnsSaid(row).flatMap(({ column: _, ...choice }): [string, MappedColumn][] =>
    choice.header !== undefined && headers.includes(choice.header) ? [[choice.header, choice]] : [],
  )
  if (byHand.length === 0 || headers.length === 0) return undefined
  const used = Object.entries(row.profile?.choices ?? {}).filter(([header]) => headers.includes(header))
  const before = (await keptBy(read, row.office)).find(
    (one) => one.kind === row.kind && sameHeaders(one.headers, headers),
  )
  const after: ProfileRow = {
    id: before?.id ?? uuidv7(),
    kind: row.kind,
    ...(row.office !== undefined && { office: row.office }),
    state: 'kept',
    headers,
    choices: Object.fromEntries(
      [...used, ...byHand].map(([header, choice]) => [header, { ...choice, header }]),
    ),
    fileName: row.fileName,
    by: ctx.actor.name,
    byId: ctx.actor.id,
    at: ctx.clock.now().toISOString(),
  }
  return happened(profileKind, {
    name: 'import.profile-kept',
    day: ctx.clock.today(),
    ...(before && { before }),
    after,
  })
}

const viewOf = (row: ProfileRow): ProfileView => ({
  id: row.id,
  kind: row.kind,
  ...(row.office !== undefined && { office: row.office }),
  fileName: row.fileName,
  columns: Object.entries(row.choices).map(([header, { fact }]) => ({ header, fact })),
  by: row.by,
  at: row.at,
})

const officeOf = (ctx: Context) => (ctx.actor.kind === 'person' ? ctx.actor.office : undefined)

export function listProfiles(ctx: Context) {
  return reading(ctx, async (read) => ({ rows: (await keptBy(read, officeOf(ctx))).map(viewOf) }))
}

/** Forgets a profile of one's own office; sheets already read by it stay as they are. */
export const forgetProfile = verb(importsContract.forget, async (tx, ctx, input) => {
  const before = await findObject(tx, profileKind, input.id, { lock: true })
  allow(ctx, 'registry.import', {})
  if (before?.state !== 'kept' || (before.office ?? '') !== (officeOf(ctx) ?? '')) throw refuse('not-found')
  const after: ProfileRow = { ...before, state: 'forgotten' }
  return done(
    viewOf(after),
    happened(profileKind, { name: 'import.profile-forgotten', day: ctx.clock.today(), before, after }),
  )
})

import type { Value } from '@qiongding/kernel'
import { may } from '../../../../platform/abilities.ts'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { SubjectKey } from '../../../../platform/keys.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { packOf } from '../../../pack.ts'
import { shortName } from '../../reads/profiles.ts'
import { isMasked } from '../../values.ts'
import type { ListCell, ListRow } from '../contract.ts'
import { type FrozenRow, type KeptStatement, statementsById } from '../frozen.ts'
import { freshnessOf } from '../rules.ts'

/** Opens values for one reader: what he may not see stays closed, and what was erased is gone for everybody. */
export type Opener = (key: string, statement: Sealing) => Value | undefined
/** What an opener needs of a statement: merged records keep their own keys. */
type Sealing = Pick<KeptStatement, 'subject_id' | 'facts' | 'sealed'>

/** A reader's opener over what was said of some subjects. Personal and secret values open to whoever may read them at all: lists belong to no single party. */
export async function openerOf(ctx: Context, read: ReadDb, ids: readonly string[]): Promise<Opener> {
  const open = may(ctx.actor, 'personal.read', {})
  const keys = open ? await ctx.district.keys.forReading(read, ids) : new Map<string, SubjectKey>()
  const { facts: dictionary } = packOf(ctx)
  return (key, statement) => {
    if (isMasked(dictionary.get(key)) && !open) return undefined
    const value = statement.facts[key]
    if (value !== undefined && value !== null) return value
    const sealed = statement.sealed?.[key]
    return sealed === undefined
      ? undefined
      : (keys.get(statement.subject_id)?.open(sealed) as Value | undefined)
  }
}

export const nameOf = (id: string, value: Value | undefined): string =>
  typeof value === 'string' && value !== '' ? value : shortName(id)

type Showing = {
  readonly columns: readonly string[]
  readonly nameFact: string
  readonly refresh: number
  readonly on: string
}

/** Rows as a reader sees them: values opened for him, each with the statement it comes from. */
export async function shownRows(
  ctx: Context,
  read: ReadDb,
  rows: readonly FrozenRow[],
  showing: Showing,
): Promise<ListRow[]> {
  const { columns, nameFact, refresh, on } = showing
  const statements = await statementsById(
    read,
    rows.flatMap((row) => row.cells.flatMap((cell) => cell?.statement ?? [])),
  )
  const opened = await openerOf(ctx, read, [
    ...new Set([...statements.values()].map((one) => one.subject_id)),
  ])
  return rows.map((row) => {
    const cells: Record<string, ListCell> = {}
    columns.forEach((key, index) => {
      const statement = statements.get(row.cells[index]?.statement ?? '')
      if (!statement) return
      const value = opened(key, statement)
      cells[key] = {
        ...(value !== undefined && { value }),
        masked: value === undefined,
        source: statement.source,
        asOf: statement.as_of,
        by: statement.actor_name,
        recordedAt: statement.recorded_at,
        statementId: statement.id,
      }
    })
    return {
      id: row.id,
      name: nameOf(row.id, cells[nameFact]?.value),
      cells,
      asOf: row.asOf,
      overdueDays: freshnessOf(row.asOf, refresh, on).overdueDays ?? 0,
      demonstration: row.demonstration,
    }
  })
}

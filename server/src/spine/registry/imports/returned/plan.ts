import type { Value } from '@qiongding/kernel'
import type { KindDefinition } from '@qiongding/pack-format'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { kindOf } from '../../../pack.ts'
import type { Winner } from '../../fold.ts'
import type { ImportRow } from '../../import-object.ts'
import { HOLDER } from '../../values.ts'
import { withHolders } from '../../write.ts'
import { type FieldDiff, instantOf, type PlanSetting, planRows, type RowPlan } from '../plan.ts'
import type { SheetRow } from '../sheet.ts'
import type { Aligned } from './align.ts'
import { sameValue, touchedCell, type WrittenColumn } from './compare.ts'
import { type States, statesOf } from './states.ts'

/** A file of ours that came back, as far as every stretch of its rows needs to know it. */
export type Returned = {
  readonly aligned: Aligned
  readonly columns: ReadonlyMap<string, WrittenColumn>
  /** The day of a file that was made of a past day: its corrections speak of that day. */
  readonly on?: string
}

/** What a person has decided of fields, ready to be asked. */
type Decisions = {
  readonly keep: ReadonlySet<string>
  readonly adopt: ReadonlySet<string>
  readonly ways: NonNullable<ImportRow['ways']>
}

/** Who stated what stands now, for showing both sides of a conflict. */
export const standsBy = ({ statement }: Winner) => ({
  statementId: statement.id,
  source: statement.source,
  asOf: statement.asOf,
  recordedAt: statement.recordedAt,
  by: statement.by,
})

/** Whether a field is taken over, decided for itself, for all of its sort, or by what is safe: a conflict and a cleared cell wait. */
function decided(
  decisions: Decisions,
  field: string,
  way: NonNullable<FieldDiff['way']>,
): { keep: boolean; undecided?: true } {
  if (decisions.keep.has(field)) return { keep: true }
  if (decisions.adopt.has(field)) return { keep: false }
  const inBulk = decisions.ways[way]
  if (inBulk !== undefined) return { keep: inBulk === 'keep' }
  return way === 'theirs' ? { keep: false } : { keep: true, undecided: true }
}

/** How a record leaves its list: by what the pack says became of it, or by a day. */
export function exitOf(
  kind: KindDefinition,
  on: string,
): { readonly key: string; readonly value: Value } | undefined {
  if (kind.demand) return { key: kind.demand.outcome.fact, value: kind.demand.outcome.dropped }
  const key = kind.exitFact ?? kind.expiresFact
  return key === undefined ? undefined : { key, value: on }
}

/** A record that the file held and does not hold any more: nothing happens to it unless a person says what. */
function planAbsent(ctx: Context, setting: PlanSetting, row: SheetRow, states: States): RowPlan {
  const kind = kindOf(ctx, setting.kind)
  const name = String(states.now.valueOf(kind.nameFact) ?? '')
  const subjectId = states.subjectId
  const decision = setting.row.absentRows?.[subjectId] ?? setting.row.absent
  const nothing = { row: row.row, name, subjectId, fresh: false, fields: [], values: {} }
  if (states.gone) return { ...nothing, action: 'unchanged' }
  const base = { ...nothing, missing: decision ?? ('undecided' as const) }
  if (decision === undefined || decision === 'leave') return { ...base, action: 'absent' }
  if (changedSince(setting, states)) return { ...base, action: 'held', reason: 'changed-since-review' }
  if (decision === 'retract') return { ...base, action: 'remove' }
  const exit = exitOf(kind, setting.asOf)
  if (!exit || sameValue(states.now.valueOf(exit.key), exit.value)) return { ...base, action: 'absent' }
  const before = states.now.valueOf(exit.key)
  return {
    ...base,
    action: 'update',
    fields: [{ key: exit.key, ...(before !== undefined && { before }), after: exit.value, keep: false }],
  }
}

const changedSince = ({ reviewedAt }: PlanSetting, states: States) =>
  reviewedAt !== undefined && states.version !== '' && instantOf(states.version) > reviewedAt

type Setting = PlanSetting & { readonly returned: Returned; readonly decisions: Decisions }
type Compared = { fields: FieldDiff[]; untouched: string[]; refused: boolean; elsewhere: number }

/** A row against what was written and what stands now, field by field. */
function compareRow(setting: Setting, row: SheetRow, states: States): Compared {
  const compared: Compared = { fields: [], untouched: [], refused: false, elsewhere: 0 }
  for (const [key, column] of setting.returned.columns) {
    if (row.values[key] === undefined && row.said?.[key] === undefined) continue
    const base = states.base.valueOf(key)
    const now = states.now.valueOf(key)
    const touched = touchedCell(row, base, column)
    if (touched.as === 'refused') {
      compared.refused = true
      continue
    }
    if (touched.as === 'untouched') {
      if (row.said?.[key]) compared.untouched.push(key)
      if (!sameValue(base, now)) compared.elsewhere += 1
      continue
    }
    const after = touched.as === 'changed' ? touched.after : undefined
    if (sameValue(after, now)) continue
    const winner = states.now.winners.get(key)
    // The record already holds a later statement of this value: what the file says is history and would change nothing.
    if (winner && winner.statement.asOf > setting.asOf) continue
    const way = touched.as === 'cleared' ? 'cleared' : sameValue(base, now) ? 'theirs' : 'both'
    compared.fields.push({
      key,
      ...(now !== undefined && { before: now }),
      ...(winner && { beforeAsOf: winner.statement.asOf, ours: standsBy(winner) }),
      ...(base !== undefined && { base }),
      ...(after !== undefined && { after }),
      way,
      ...decided(setting.decisions, `${row.row}:${key}`, way),
    })
  }
  return compared
}

function planRecord(ctx: Context, setting: Setting, row: SheetRow, states: States): RowPlan {
  const { nameFact } = kindOf(ctx, setting.kind)
  const { fields, untouched, refused, elsewhere } = compareRow(setting, row, states)
  const stated = row.values[nameFact] ?? states.now.valueOf(nameFact) ?? states.base.valueOf(nameFact)
  const plan = {
    row: row.row,
    name: typeof stated === 'string' ? stated : '',
    subjectId: states.subjectId,
    fresh: false,
    fields,
    values: row.values,
    ...(untouched.length > 0 && { untouched }),
    ...(elsewhere > 0 && { elsewhere }),
  }
  if (refused) return { ...plan, action: 'held' }
  // A record without a name is nobody's.
  if (fields.some((field) => field.key === nameFact && field.after === undefined && !field.keep))
    return { ...plan, action: 'held', reason: 'name-missing' }
  if (fields.length > 0 && states.gone) return { ...plan, action: 'held', reason: 'record-gone' }
  if (fields.every((field) => field.keep)) return { ...plan, action: 'unchanged' }
  if (changedSince(setting, states)) return { ...plan, action: 'held', reason: 'changed-since-review' }
  return { ...plan, action: 'update' }
}

/** The holder of a row whose holder's name is taken over: found anew, as in any list. */
async function withNewHolders(
  ctx: Context,
  read: ReadDb,
  kind: string,
  plans: RowPlan[],
): Promise<RowPlan[]> {
  const { holder } = kindOf(ctx, kind)
  if (holder === undefined) return plans
  const renamed = plans.filter((plan) => plan.fields.some((field) => field.key === holder && !field.keep))
  const found = await withHolders(
    read,
    ctx,
    kind,
    renamed.map((plan) => ({
      row: plan.row,
      values: { [holder]: plan.fields.find((field) => field.key === holder)?.after ?? null },
    })),
  )
  const holderOf = new Map(found.map(({ row, values }) => [row, values[HOLDER]]))
  return plans.map((plan) => {
    const party = holderOf.get(plan.row)
    const { [HOLDER]: _, ...values } = plan.values
    return { ...plan, values: party === undefined ? values : { ...values, [HOLDER]: party as Value } }
  })
}

/**
 * What would become of a stretch of rows of a file that came back: each record against what was written of it and against what stands
 * now; rows without a mark like those of any list. The same function previews and commits.
 */
export async function planReturned(
  ctx: Context,
  read: ReadDb,
  given: PlanSetting & { readonly returned: Returned },
  rows: readonly SheetRow[],
): Promise<RowPlan[]> {
  const { aligned, on } = given.returned
  const setting: Setting = {
    ...given,
    decisions: {
      keep: new Set(given.row.keep),
      adopt: new Set(given.row.adopt),
      ways: given.row.ways ?? {},
    },
  }
  const versions = new Map<string, string>()
  for (const row of rows) {
    const record = aligned.records.get(row.row)
    if (record) versions.set(record.subjectId, record.version)
    if (row.absent !== undefined) versions.set(row.absent, '')
  }
  const states = await statesOf(ctx, read, { kind: setting.kind, versions, ...(on !== undefined && { on }) })
  const plans = new Map<number, RowPlan>()
  const fresh: SheetRow[] = []
  const records: RowPlan[] = []
  for (const row of rows) {
    const copyOf = aligned.copies.get(row.row)
    const same = setting.row.twins[String(row.row)]
    const record = row.absent ?? aligned.records.get(row.row)?.subjectId
    const known = record === undefined ? undefined : states.get(record)
    if (aligned.forged.has(row.row))
      plans.set(row.row, { ...blank(ctx, setting.kind, row), action: 'held', reason: 'mark-forged' })
    else if (copyOf !== undefined && same === undefined)
      plans.set(row.row, {
        ...blank(ctx, setting.kind, row),
        action: 'duplicate',
        twin: { row: copyOf, name: blank(ctx, setting.kind, row).name },
      })
    else if (!known || (copyOf !== undefined && same === false)) fresh.push(row)
    else
      records.push(
        row.absent === undefined
          ? planRecord(ctx, setting, row, known)
          : planAbsent(ctx, setting, row, known),
      )
  }
  for (const plan of await withNewHolders(ctx, read, setting.kind, records)) plans.set(plan.row, plan)
  if (fresh.length > 0)
    for (const plan of await planRows(ctx, read, setting, fresh))
      plans.set(plan.row, unlessLeftOut(ctx, setting, plan))
  return rows.flatMap((row) => plans.get(row.row) ?? [])
}

/** A new row that a person does not want, which is said of the field that names it. */
function unlessLeftOut(ctx: Context, { kind, decisions }: Setting, plan: RowPlan): RowPlan {
  const left = decisions.keep.has(`${plan.row}:${kindOf(ctx, kind).nameFact}`)
  return plan.action === 'create' && left ? { ...plan, action: 'held', reason: 'left-out' } : plan
}

function blank(ctx: Context, kind: string, row: SheetRow): Omit<RowPlan, 'action'> {
  const name = row.values[kindOf(ctx, kind).nameFact]
  return {
    row: row.row,
    name: typeof name === 'string' ? name : '',
    fresh: false,
    fields: [],
    values: row.values,
  }
}

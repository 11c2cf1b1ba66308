import type { Value } from '@qiongding/kernel'
import type { ReadDb } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { kindOf } from '../../pack.ts'
import type { Absence, ImportRow } from '../import-object.ts'
import { identityKey, identityParts, nameKey, type Shape, shapeOf } from '../shape.ts'
import { HOLDER } from '../values.ts'
import { withHolders } from '../write.ts'
import { clearedFields, untouched } from './correction/fields.ts'
import type { Corrected } from './correction/prepare.ts'
import { type Existing, type Found, lookUp } from './existing.ts'
import type { SameAs } from './likely/choices.ts'
import type { Sheet, SheetRow } from './sheet.ts'

/** `absent` and `remove` are said of records that a returned file does not hold any more. */
export type Action = 'create' | 'update' | 'unchanged' | 'held' | 'duplicate' | 'absent' | 'remove'
export type FieldDiff = {
  readonly key: string
  readonly before?: Value
  readonly beforeAsOf?: string
  /** Absent where the sheet says that the value is not known. */
  readonly after?: Value
  readonly keep: boolean
  /** Of a returned file: only they changed it, both did, or the cell was emptied; nobody has decided yet where `undecided`. */
  readonly way?: 'theirs' | 'both' | 'cleared'
  readonly undecided?: true
  /** What was written into the file, and who stated what stands now. */
  readonly base?: Value
  readonly ours?: {
    readonly statementId: string
    readonly source: string
    readonly asOf: string
    readonly recordedAt: string
    readonly by: string
  }
}

/** What would become of one row. */
export type RowPlan = {
  readonly row: number
  readonly action: Action
  readonly name: string
  readonly subjectId?: string
  /** A subject that this very batch creates. */
  readonly fresh: boolean
  readonly twin?: { readonly row?: number; readonly subjectId?: string; readonly name: string }
  readonly fields: readonly FieldDiff[]
  readonly values: Readonly<Record<string, Value>>
  /** Why an otherwise good row is held. */
  readonly reason?: 'name-missing' | 'changed-since-review' | 'mark-forged' | 'record-gone' | 'left-out'
  /** Of a returned file: facts whose unusual cells stand as they were written, and how many values changed elsewhere since. */
  readonly untouched?: readonly string[]
  readonly elsewhere?: number
  /** The file held the record and does not hold it any more; what was decided of it. */
  readonly missing?: Absence | 'undecided'
}

/** In-file twins, found before anything is looked up: rows that state the same identity, or the same name under another one. */
export type FileTwins = ReadonlyMap<number, { readonly row: number; readonly name: string }>

export function twinsInFile(ctx: Context, kind: string, rows: readonly SheetRow[]): FileTwins {
  const shape = shapeOf(ctx, kind)
  const nameFact = kindOf(ctx, kind).nameFact
  const identities = new Map<string, SheetRow>()
  const names = new Map<string, { row: SheetRow; identity: string | undefined }>()
  const twins = new Map<number, { row: number; name: string }>()
  const isParty = shape.definition?.role === 'party'
  for (const row of rows) {
    const name = row.values[nameFact]
    if (row.held || typeof name !== 'string') continue
    const identity = identityKey(shape, row.values)
    const same = identity === undefined ? undefined : identities.get(identity)
    const namesake = isParty ? names.get(nameKey(shape, name)) : undefined
    const first = same ?? namesake?.row
    if (first) twins.set(row.row, { row: first.row, name: String(first.values[nameFact]) })
    else {
      if (identity !== undefined) identities.set(identity, row)
      if (isParty) names.set(nameKey(shape, name), { row, identity })
    }
  }
  return twins
}

/** The instant in a time-ordered id (RFC 9562, version 7): its first 48 bits are milliseconds. */
export const instantOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

const same = (a: Value | undefined, b: Value | undefined) =>
  a === b ||
  (Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((item, index) => item === b[index]))

/** What a plan is made by: the day the sheet speaks of, and what a person has decided so far. */
export type PlanSetting = {
  readonly kind: string
  readonly asOf: string
  readonly row: Pick<ImportRow, 'id' | 'keep' | 'twins' | 'adopt' | 'ways' | 'absent' | 'absentRows'>
  readonly twins: FileTwins
  readonly reviewedAt?: number
  /** Rows that are the same as a record, or as an earlier row, by a person's decision. */
  readonly sameAs?: ReadonlyMap<number, SameAs>
  /** Which subject each row speaks of, as far as earlier stretches have made out; added to. */
  readonly rowSubjects?: Map<number, string>
  /** Where the sheet is the correction of an earlier one. */
  readonly corrected?: Corrected
}

/**
 * What would become of a stretch of rows, looked up against the registry as it stands in `read`. The same function previews and
 * commits; `reviewedAt` is given at commit, and a record that others changed after the review is held, not overwritten.
 */
export async function planRows(
  ctx: Context,
  read: ReadDb,
  setting: PlanSetting,
  rows: readonly SheetRow[],
): Promise<RowPlan[]> {
  const { kind, asOf, row: settings } = setting
  const shape = shapeOf(ctx, kind)
  const { nameFact, role } = kindOf(ctx, kind)
  const stated = await withHolders(read, ctx, kind, rows)
  const good = stated.filter((row) => !row.held && typeof row.values[nameFact] === 'string')
  const identityOf = new Map(good.map((row) => [row.row, identityKey(shape, row.values)]))
  const nameKeyOf = new Map(good.map((row) => [row.row, nameKey(shape, String(row.values[nameFact]))]))
  const identities = [...new Set([...identityOf.values()].filter((one) => one !== undefined))]
  const nameKeys = role === 'party' ? [...new Set(nameKeyOf.values())] : []
  const fileSubjects = setting.rowSubjects ?? new Map<number, string>()
  const chosen = chosenIds(good, setting.sameAs, fileSubjects)
  const { corrected } = setting
  const lineage = good.flatMap((row) => corrected?.rows.get(row.row)?.subjectId ?? [])
  const { byIdentity, byName, byId, winnersOf } = await lookUp(ctx, read, {
    kind,
    identities,
    nameKeys,
    asOf,
    ids: [...chosen.values(), ...lineage],
  })
  const kept = new Set(settings.keep)
  const adopted = new Set(settings.adopt)
  const touched = new Set<string>()
  const plans: RowPlan[] = []

  for (const row of stated) {
    const name = typeof row.values[nameFact] === 'string' ? row.values[nameFact] : ''
    const values = row.values as Record<string, Value>
    const base = { row: row.row, name, values, fresh: false, fields: [] as FieldDiff[] }
    if (row.held || name === '') {
      plans.push({
        ...base,
        action: 'held',
        ...(name === '' && !row.held && { reason: 'name-missing' as const }),
      })
      continue
    }
    const identity = identityOf.get(row.row)
    const mine = corrected?.rows.get(row.row)
    // A code or name that was mended may be that of another record; otherwise the row is still about the one it was about before.
    const direct =
      (identity === undefined ? undefined : byIdentity.get(identity)) ??
      (mine?.subjectId === undefined ? undefined : byId(mine.subjectId))
    const namesakes = role === 'party' && !direct ? byName(nameKeyOf.get(row.row) ?? '') : []
    const fileTwin = setting.twins.get(row.row)
    const decision = settings.twins[String(row.row)] ?? mine?.twin
    if (fileTwin && decision === undefined) {
      plans.push({ ...base, action: 'duplicate', twin: { row: fileTwin.row, name: fileTwin.name } })
      continue
    }
    // Two different identities under one name need a person; a namesake without a code of its own is the same one.
    const clash = namesakes.find(
      ({ record }) => identity?.startsWith('0:') === true && record.identity?.startsWith('0:') === true,
    )?.record
    if (clash && decision === undefined) {
      plans.push({ ...base, action: 'duplicate', twin: { subjectId: clash.subject_id, name: clash.name } })
      continue
    }
    const sameAs = direct ? undefined : setting.sameAs?.get(row.row)
    const said = sameAs && sameOf(sameAs, { chosen: chosen.get(row.row), byId, fileSubjects })
    if (said === 'gone') {
      plans.push({ ...base, action: 'held', reason: 'record-gone' })
      continue
    }
    const twinSubject = said?.fresh ?? (fileTwin && decision ? fileSubjects.get(fileTwin.row) : undefined)
    const existing = direct ?? said?.found ?? (decision === false ? undefined : namesakes[0])
    // Who somebody is stands as it does unless a person takes over what the row calls it.
    const stays = (key: string, before: Value | undefined) =>
      kept.has(`${row.row}:${key}`) ||
      (said !== undefined &&
        before !== undefined &&
        shape.definition?.identity.flat().includes(key) === true &&
        !adopted.has(`${row.row}:${key}`))
    if (twinSubject && !existing) {
      fileSubjects.set(row.row, twinSubject)
      plans.push({
        ...base,
        action: 'update',
        subjectId: twinSubject,
        fields: Object.entries(values)
          .filter(([key]) => key !== HOLDER)
          // Of an earlier row of the file nothing is known here but its name.
          .map(([key, after]) => ({ key, after, keep: stays(key, key === nameFact ? after : undefined) })),
      })
      continue
    }
    if (!existing) {
      const subjectId = newId()
      fileSubjects.set(row.row, subjectId)
      plans.push({
        ...base,
        action: 'create',
        subjectId,
        fresh: true,
        fields: Object.entries(values)
          .filter(([key]) => key !== HOLDER)
          .map(([key, after]) => ({ key, after, keep: false })),
      })
      continue
    }
    const { record, statedId: subjectId } = existing
    fileSubjects.set(row.row, subjectId)
    const winners = winnersOf(record)
    const former = formerFacts(shape, record, { ...row, identity, nameKey: nameKeyOf.get(row.row) })
    const fields: FieldDiff[] = []
    for (const [fact, after] of Object.entries(values)) {
      const before = record.valueOf(fact)
      if (same(before, after) || former.has(fact) || untouched(mine, fact, after)) continue
      const winner = winners.get(fact)
      // The record already holds a later statement of this value: what the sheet says is history and would change nothing.
      if (winner && winner.statement.asOf > asOf) continue
      fields.push({
        key: fact,
        ...(before !== undefined && { before }),
        beforeAsOf: winner?.statement.asOf ?? record.as_of,
        after,
        keep: stays(fact, before),
      })
    }
    fields.push(
      ...clearedFields({
        row: mine,
        facts: corrected?.facts,
        values,
        standing: record.valueOf,
        decided: (fact) => {
          const field = `${row.row}:${fact}`
          return kept.has(field) ? 'keep' : adopted.has(field) ? 'adopt' : undefined
        },
      }),
    )
    const shown = fields.filter((field) => field.key !== HOLDER)
    if (shown.length === 0 || shown.every((field) => field.keep))
      plans.push({ ...base, action: 'unchanged', subjectId, fields: shown })
    else if (
      setting.reviewedAt !== undefined &&
      instantOf(record.version) > setting.reviewedAt &&
      !touched.has(record.subject_id)
    )
      plans.push({ ...base, action: 'held', subjectId, fields: shown, reason: 'changed-since-review' })
    else plans.push({ ...base, action: 'update', subjectId, fields: shown })
    touched.add(record.subject_id)
  }
  return plans
}

/** Ids to be looked up of rows that are the same as another by decision: that of the record, or of the earlier row where its subject is known. */
function chosenIds(
  rows: readonly SheetRow[],
  sameAs: PlanSetting['sameAs'],
  fileSubjects: ReadonlyMap<number, string>,
): Map<number, string> {
  const chosen = new Map<number, string>()
  if (!sameAs) return chosen
  for (const { row } of rows) {
    const other = sameAs.get(row)
    const id = other?.subjectId ?? (other?.row === undefined ? undefined : fileSubjects.get(other.row))
    if (id !== undefined) chosen.set(row, id)
  }
  return chosen
}

/** Whom a row is the same as: a record that stands, or a subject that this very file makes. A record that is gone by now is nobody. */
function sameOf(
  sameAs: SameAs,
  known: {
    readonly chosen: string | undefined
    readonly byId: (id: string) => Found | undefined
    readonly fileSubjects: ReadonlyMap<number, string>
  },
): { readonly found?: Found; readonly fresh?: string } | 'gone' | undefined {
  const found = known.chosen === undefined ? undefined : known.byId(known.chosen)
  if (found) return { found }
  if (sameAs.subjectId !== undefined) return 'gone'
  const fresh = sameAs.row === undefined ? undefined : known.fileSubjects.get(sameAs.row)
  return fresh === undefined ? undefined : { fresh }
}

/**
 * Facts of a row that name its record as it was known before it was merged: an old code or an old name is how the office still writes it,
 * not a change.
 */
function formerFacts(
  shape: Shape,
  record: Existing,
  row: {
    readonly values: Readonly<Record<string, Value | null>>
    readonly identity: string | undefined
    readonly nameKey: string | undefined
  },
): ReadonlySet<string> {
  const former = new Set<string>()
  const nameFact = shape.definition?.nameFact ?? ''
  if (record.members.some((member) => member.name_key === row.nameKey)) former.add(nameFact)
  if (row.identity !== record.identity && record.members.some((member) => member.identity === row.identity))
    for (const key of identityParts(shape, row.values)) if (key !== nameFact) former.add(key)
  return former
}

/** Values a plan would write: of an update only what changes and is not kept. */
export function valuesToWrite(plan: RowPlan): Record<string, Value | null> {
  const holder = plan.values[HOLDER]
  const values = Object.fromEntries(
    plan.fields.filter((field) => !field.keep).map((field) => [field.key, field.after ?? null]),
  )
  return { ...values, ...(holder !== undefined && { [HOLDER]: holder }) }
}

export function sheetDay(ctx: Context, sheet: Sheet, chosen: string | undefined): string {
  const today = ctx.clock.today()
  const stated = chosen ?? sheet.asOf
  return stated === undefined || stated > today ? today : stated
}

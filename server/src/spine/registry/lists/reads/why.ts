import type { Value } from '@qiongding/kernel'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { kindOf, packOf } from '../../../pack.ts'
import { rootsOf } from '../../duplicates/joined.ts'
import { type Statement, standing } from '../../fold.ts'
import { isMasked } from '../../values.ts'
import type { DiffRow } from '../contract.ts'
import { clauseOfShape, type Spoken, spokenOf, winnersOf } from '../frozen.ts'
import type { ListShape } from '../list-version.ts'
import { differs } from '../rules.ts'
import { nameOf, type Opener, openerOf } from './cells.ts'
import type { End, Pair } from './diff.ts'

type Why = DiffRow['why']
type Winners = ReturnType<typeof winnersOf>

/** Facts by which a list decides who is on it. */
function decidingFacts(ctx: Context, shape: ListShape): string[] {
  const { expiresFact, demand } = kindOf(ctx, shape.kind)
  const ends = shape.open ? [expiresFact, demand?.outcome.fact] : []
  return [...(clauseOfShape(ctx, shape)?.facts ?? []), ...ends.filter((key) => key !== undefined)]
}

/** The statement that last spoke of a fact, even to say that it is no longer known. */
const lastOn = ({ statements, passes }: Spoken, key: string): Statement | undefined =>
  standing(statements).findLast(
    (one) => (key in one.facts || (one.sealed !== null && key in one.sealed)) && !passes?.(one, key),
  )

/** What brought a fact to where it is: the statement that now speaks of it, or the one that took back what spoke before. */
function causeOf(before: Spoken, after: Spoken, key: string): Statement | undefined {
  const [earlier, now] = [lastOn(before, key), lastOn(after, key)]
  const taken = earlier && after.statements.find((one) => one.retracts === earlier.id)
  // What speaks now had been said before already: it came back because what spoke after it was taken back.
  if (taken && (!now || before.statements.some((one) => one.id === now.id))) return taken
  return now && now.id !== earlier?.id ? now : undefined
}

const shown = (statement: Statement, keys: readonly string[]) => ({
  id: statement.id,
  source: statement.source,
  asOf: statement.asOf,
  recordedAt: statement.recordedAt,
  by: statement.by,
  keys: [...keys],
})

/** Statements with the facts each is the cause of, oldest first. */
function grouped(causes: readonly { key: string; statement: Statement }[]): Why['statements'] {
  return [...Map.groupBy(causes, (cause) => cause.statement.id).values()]
    .map((same) =>
      shown(
        (same[0] as { statement: Statement }).statement,
        same.map((cause) => cause.key),
      ),
    )
    .toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1))
}

type Moved = {
  readonly sides: readonly [Winners, Winners]
  readonly deciding: readonly string[]
  /** Columns that are shown differently. */
  readonly changed: readonly string[]
  /** It stands under another record at one of the ends. */
  readonly regrouped: boolean
}

/** Why a row is not what it was: which statements did it, that records became one or two, or that only days have passed. */
export function whyOf(
  how: DiffRow['how'],
  before: Spoken,
  after: Spoken,
  { sides, deciding, changed, regrouped }: Moved,
): Why {
  if (regrouped) return { how: 'merged', statements: [] }
  const first = after.statements[0]
  if (how === 'entered' && before.statements.length === 0 && first)
    return { how: 'first', statements: [shown(first, [])] }
  const moved = deciding.filter((key) => {
    const [a, b] = [sides[0].get(key), sides[1].get(key)]
    return differs(a?.value, b?.value) || a?.sealed !== b?.sealed
  })
  const keys = how === 'changed' ? changed : moved
  const causes = keys.flatMap((key) => {
    const statement = causeOf(before, after, key)
    return statement ? [{ key, statement }] : []
  })
  if (causes.length > 0) {
    const retracted = causes.every((cause) => cause.statement.retracts !== null)
    return { how: retracted ? 'retracted' : 'stated', statements: grouped(causes) }
  }
  if (how === 'left' && sides[1].size === 0) {
    const known = new Set(before.statements.map((one) => one.id))
    const back = after.statements.filter((one) => one.retracts !== null && !known.has(one.id))
    return { how: 'retracted', statements: back.map((one) => shown(one, [])) }
  }
  return { how: keys.length > 0 ? 'unclear' : 'time', statements: [] }
}

/** A folded statement in the form a reader's opener takes. */
const sealing = ({ subjectId, facts, sealed }: Statement) => ({ subject_id: subjectId, facts, sealed })

type Ends = { readonly from: End | undefined; readonly to: End | undefined }
const NOTHING: Spoken = { statements: [] }

/** Rows of a comparison in full: each changed field with where both values come from, and why the row is where it is. */
export async function explainRows(
  ctx: Context,
  read: ReadDb,
  pairs: readonly Pair[],
  { from, to }: Ends,
): Promise<DiffRow[]> {
  const shape = (to ?? from)?.shape
  if (!shape || pairs.length === 0) return []
  const ids = pairs.map((pair) => (pair.after ?? pair.before)?.id as string)
  const none = new Map<string, Spoken>()
  const [before, after] = [
    from ? await spokenOf(read, ids, from.moment) : none,
    to ? await spokenOf(read, ids, to.moment) : none,
  ]
  const [under, within] = [
    from ? await rootsOf(read, ids, from.moment) : new Map<string, string>(),
    to ? await rootsOf(read, ids, to.moment) : new Map<string, string>(),
  ]
  const subjects = [...before.values(), ...after.values()].flatMap((one) =>
    one.statements.map((statement) => statement.subjectId),
  )
  const opened = await openerOf(ctx, read, [...new Set(subjects)])
  const deciding = decidingFacts(ctx, shape)
  const { nameFact } = kindOf(ctx, shape.kind)
  const columns = (from?.shape ?? shape).columns.filter((key) => shape.columns.includes(key))
  return pairs.map((pair, index): DiffRow => {
    const id = ids[index] as string
    const [was, is] = [before.get(id) ?? NOTHING, after.get(id) ?? NOTHING]
    const sides = [winnersOf(was), winnersOf(is)] as const
    const fields = fieldsOf(ctx, { pair, deciding, columns, sides, opened })
    const named = (sides[pair.how === 'left' ? 0 : 1].get(nameFact) ?? sides[0].get(nameFact))?.statement
    return {
      id,
      name: nameOf(id, named && opened(nameFact, sealing(named))),
      how: pair.how,
      fields,
      why: whyOf(pair.how, was, is, {
        sides,
        deciding,
        changed: fields.map((field) => field.key),
        regrouped: pair.how !== 'changed' && (under.get(id) ?? id) !== (within.get(id) ?? id),
      }),
      demonstration: (pair.after ?? pair.before)?.demonstration ?? false,
    }
  })
}

type Fielding = {
  readonly pair: Pair
  readonly deciding: readonly string[]
  readonly columns: readonly string[]
  readonly sides: readonly [Winners, Winners]
  readonly opened: Opener
}

/** The fields worth a line: of a changed row what is shown differently, of one that came or went what decided it. */
function fieldsOf(ctx: Context, { pair, deciding, columns, sides, opened }: Fielding): DiffRow['fields'] {
  const keys = pair.how === 'changed' ? columns : [...new Set(deciding)]
  const { facts } = packOf(ctx)
  return keys.flatMap((key) => {
    const [a, b] = [sides[0].get(key), sides[1].get(key)]
    if (a?.statement.id === b?.statement.id) return []
    const side = (winner: typeof a): { value?: Value; source: string; asOf: string } | undefined => {
      if (!winner) return undefined
      const value = opened(key, sealing(winner.statement))
      return {
        ...(value !== undefined && { value }),
        source: winner.statement.source,
        asOf: winner.statement.asOf,
      }
    }
    const [before, after] = [side(a), side(b)]
    const closed = [before, after].some((one) => one && one.value === undefined)
    // The same said anew is no change of what is shown.
    if (!closed && before && after && !differs(before.value, after.value)) return []
    if (closed && !isMasked(facts.get(key))) return []
    return [{ key, masked: closed, ...(before && { before }), ...(after && { after }) }]
  })
}

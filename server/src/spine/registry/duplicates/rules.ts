import type { RecordComparison } from '@qiongding/names'
import type { KindDefinition } from '@qiongding/pack-format'
import type { MergeRow } from './merge-object.ts'

/** Records that stand together as one. */
export type Group = {
  /** The record they show under. */
  readonly root: string
  /** Ids of all of them, the root's included, in order. */
  readonly members: readonly string[]
  /** The merges that hold them together, oldest first. */
  readonly merges: readonly MergeRow[]
}

/** Whether records of a kind can be one and the same: parties and persons are somebody; a need, a result or a project is not. */
export function mayBeMerged(kind: KindDefinition | undefined): boolean {
  return kind !== undefined && (kind.role === 'party' || kind.person === true)
}

const before = (one: MergeRow, other: MergeRow) =>
  one.recordedAt !== other.recordedAt ? one.recordedAt < other.recordedAt : one.id < other.id

/** The groups that standing merges come to. A merge joins two records that stood for themselves, so they are trees without a circle. */
export function groupsFrom(merges: readonly MergeRow[]): Group[] {
  const into = new Map(merges.map((merge) => [merge.mergedId, merge.intoId]))
  const rootOf = (id: string): string => {
    const next = into.get(id)
    return next === undefined ? id : rootOf(next)
  }
  return [...Map.groupBy(merges, (merge) => rootOf(merge.intoId))].map(([root, own]) => ({
    root,
    members: [root, ...own.map((merge) => merge.mergedId)].toSorted(),
    merges: own.toSorted((one, other) => (before(one, other) ? -1 : 1)),
  }))
}

/** What a record was made of just before a merge: itself and what had been merged into it until then. */
function madeOf(id: string, merge: MergeRow, merges: readonly MergeRow[]): string[] {
  return [
    id,
    ...merges
      .filter((one) => one.intoId === id && before(one, merge))
      .flatMap((one) => madeOf(one.mergedId, merge, merges)),
  ]
}

/** Statements that a person's choice passes over for a key. */
export type Passes = (
  statement: { readonly subjectId: string; readonly recordedAt: string },
  key: string,
) => boolean

/**
 * What the choices of a group's merges pass over: for a chosen fact everything the other side had stated when the choice was made.
 * What is stated later, by whomever, counts as ever.
 */
export function passesOf({ merges }: Pick<Group, 'merges'>): Passes {
  const passed = new Map<string, { readonly subjects: ReadonlySet<string>; readonly until: string }[]>()
  for (const merge of merges)
    for (const [key, side] of Object.entries(merge.stands)) {
      const loser = side === 'into' ? merge.mergedId : merge.intoId
      const subjects = new Set(madeOf(loser, merge, merges))
      passed.set(key, [...(passed.get(key) ?? []), { subjects, until: merge.recordedAt }])
    }
  return (statement, key) =>
    passed
      .get(key)
      ?.some(({ subjects, until }) => statement.recordedAt <= until && subjects.has(statement.subjectId)) ===
    true
}

/** How two records stand to each other, in names of facts only. */
export type PairTrace = {
  readonly verdict: 'same' | 'likely' | 'unknown'
  readonly points: number
  readonly agrees: readonly string[]
  readonly near: readonly string[]
  readonly differs: readonly string[]
  readonly unknown: readonly string[]
  readonly decides: readonly string[]
}

/** A comparison without its values. */
export function traceOf(comparison: RecordComparison): PairTrace | undefined {
  const { verdict, points, agrees, near, differs, unknown, decides } = comparison
  return verdict === 'differs' ? undefined : { verdict, points, agrees, near, differs, unknown, decides }
}

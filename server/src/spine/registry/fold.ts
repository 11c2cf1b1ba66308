import type { Value } from '@qiongding/kernel'
import type { Passes } from './duplicates/rules.ts'

/** A statement as it is folded: open values, sealed values, and where it stands on the two axes. */
export type Statement = {
  readonly id: string
  readonly subjectId: string
  readonly source: string
  readonly asOf: string
  readonly recordedAt: string
  readonly by: string
  readonly retracts: string | null
  readonly demonstration: boolean
  readonly facts: Readonly<Record<string, Value | null>>
  readonly sealed: Readonly<Record<string, string>> | null
}

/** The winner for one key. A sealed value is still closed. */
export type Winner = {
  readonly statement: Statement
  readonly value?: Value
  readonly sealed?: string
  readonly statements: number
  readonly conflict: boolean
}

/** Order of statements: by day, then by when they were recorded; the last one stands. */
export const later = (a: Statement, b: Statement) =>
  a.asOf !== b.asOf
    ? a.asOf < b.asOf
      ? -1
      : 1
    : a.recordedAt !== b.recordedAt
      ? a.recordedAt < b.recordedAt
        ? -1
        : 1
      : a.id < b.id
        ? -1
        : a.id > b.id
          ? 1
          : 0

/**
 * A later finding of whom a name means: the key under which such a statement names the statement whose words it explains. It falls with
 * those words, and states nothing of its own.
 */
export const EXPLAINS = '@explains'
export const isFinding = (statement: Pick<Statement, 'facts'>) => EXPLAINS in statement.facts

/**
 * A choice between statements that disagree: the key under which a statement names those it was chosen over. It states the chosen value
 * anew, with the reason as its source; taken back, they disagree again.
 */
export const SETTLES = '@settles'

/**
 * Statements that are taken back. A retraction is a statement too: one that is itself taken back takes back nothing. It is always later
 * than what it retracts, so the latest are asked first.
 */
export function retractedIds(
  statements: readonly Pick<Statement, 'id' | 'recordedAt' | 'retracts'>[],
): ReadonlySet<string> {
  const retractions = statements
    .filter((one) => one.retracts !== null)
    .toSorted((a, b) =>
      a.recordedAt !== b.recordedAt ? (a.recordedAt < b.recordedAt ? 1 : -1) : a.id < b.id ? 1 : -1,
    )
  const retracted = new Set<string>()
  for (const one of retractions) if (!retracted.has(one.id)) retracted.add(one.retracts as string)
  return retracted
}

/** Statements in the order in which a later one wins: as-of day, recording, id; without retractions and what they retract. */
export function standing(statements: readonly Statement[]): Statement[] {
  const [only] = statements
  // Most subjects have a single statement, and a list brings a hundred thousand of them.
  if (only && statements.length === 1) return only.retracts === null && !isFinding(only) ? [only] : []
  const retracted = retractedIds(statements)
  const left = statements.filter((one) => one.retracts === null && !retracted.has(one.id))
  const ids = new Set<Value | null | undefined>(left.map((one) => one.id))
  return left.filter((one) => !isFinding(one) || ids.has(one.facts[EXPLAINS])).toSorted(later)
}

const NOTHING: Passes = () => false

/**
 * What a subject's statements come to: for each key the latest (as-of, recorded, id). A null value says the value is no longer known,
 * and leaves the key out. `passes` says which statements do not count for a key. Two standing statements of the same as-of day that differ are a conflict, which only open values can show.
 */
export function fold(statements: readonly Statement[], passes: Passes = NOTHING): Map<string, Winner> {
  const winners = new Map<string, Winner>()
  for (const statement of standing(statements)) {
    for (const [key, value] of Object.entries(statement.facts)) {
      if (key === EXPLAINS || key === SETTLES) continue
      if (passes(statement, key)) continue
      const before = winners.get(key)
      const conflict =
        !(SETTLES in statement.facts) &&
        before !== undefined &&
        before.value !== undefined &&
        before.statement.asOf === statement.asOf &&
        JSON.stringify(before.value) !== JSON.stringify(value)
      winners.set(key, {
        statement,
        ...(value !== null && { value }),
        statements: (before?.statements ?? 0) + 1,
        conflict,
      })
    }
    for (const [key, sealed] of Object.entries(statement.sealed ?? {})) {
      if (passes(statement, key)) continue
      const before = winners.get(key)
      winners.set(key, { statement, sealed, statements: (before?.statements ?? 0) + 1, conflict: false })
    }
  }
  for (const [key, winner] of winners)
    if (winner.value === undefined && winner.sealed === undefined) winners.delete(key)
  return winners
}

import { createHash } from 'node:crypto'
import { addDays, day, daysBetween, type Value } from '@qiongding/kernel'
import type { ListDefinition } from '@qiongding/pack-format'
import type { ListShape } from './list-version.ts'

/** What a list is now, in the form a version keeps. */
export function shapeOfList({ kind, columns, where, open }: ListDefinition): ListShape {
  return { kind, columns, ...(where !== undefined && { where }), ...(open !== undefined && { open }) }
}

/** How fresh something is against the days within which it should have been refreshed. `unknown`: nobody ever refreshed it. */
export type Freshness = {
  readonly state: 'fresh' | 'overdue' | 'unknown'
  readonly asOf?: string
  readonly dueOn?: string
  /** Days past `dueOn`; 0 while fresh. */
  readonly overdueDays?: number
}

export function freshnessOf(asOf: string | undefined, refresh: number, on: string): Freshness {
  if (asOf === undefined) return { state: 'unknown' }
  const dueOn = addDays(day(asOf), refresh)
  const overdueDays = Math.max(0, daysBetween(dueOn, day(on)))
  return { state: overdueDays > 0 ? 'overdue' : 'fresh', asOf, dueOn, overdueDays }
}

/** The newest as-of day that is already overdue on a day. */
export function overdueSince(refresh: number, on: string): string {
  return addDays(day(on), -refresh - 1)
}

/** One shown value by where it was taken from. Personal values never enter: only that there is one. */
export type Taken = { readonly statement: string; readonly value?: Value }

/** One row as bytes: the same references give the same line, whoever reads and whatever was erased since. */
export function lineOf(id: string, cells: readonly (Taken | undefined)[]): string {
  const written = cells.map((cell) =>
    cell === undefined
      ? null
      : cell.value === undefined
        ? { s: cell.statement }
        : { s: cell.statement, v: cell.value },
  )
  return `${JSON.stringify([id, ...written])}\n`
}

/** A running digest of a version: its definition first, then its rows in the order of their ids. */
export function digestOf(version: {
  readonly list: string
  readonly shape: ListShape
  readonly on: string
  readonly knownAt: string
}): { add(line: string): void; end(): string } {
  const { list, shape, on, knownAt } = version
  const { kind, columns, where, open } = shape
  const hash = createHash('sha256')
  hash.update(
    `${JSON.stringify({ list, kind, columns, where: where ?? null, open: open ?? false, on, knownAt })}\n`,
  )
  return { add: (line) => void hash.update(line), end: () => hash.digest('hex') }
}

/** Whether a value differs as readers see it. */
export const differs = (a: Value | undefined, b: Value | undefined) => JSON.stringify(a) !== JSON.stringify(b)

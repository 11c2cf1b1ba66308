import type { Day } from '@qiongding/kernel'
import type { Clause, Part, Test } from '../definition.ts'
import { ageSql, daySql } from './days.ts'
import { listedSql, placedSql, sidesOf, wantedSides } from './names.ts'
import { amongstSql, compareSql } from './numbers.ts'
import { joined, NotForLists, type Setting, type SqlPart, stored, typed } from './pieces.ts'
import { textsSql, WHITE, wordsSql } from './texts.ts'

export type { SqlPart } from './pieces.ts'

/** A clause as a PostgreSQL condition over one jsonb column, three-valued as SQL itself: NULL is unknown. */
export type ClauseSql = {
  readonly parts: readonly SqlPart[]
  /** Facts of which one of these values must be stored wherever the condition is true: what an index of values may narrow the rows by. */
  readonly anyOf: readonly { readonly key: string; readonly values: readonly string[] }[]
}

/**
 * The condition that says of every row what `judge` says of its facts: true for yes, false for no, NULL for unknown. `facts` names the
 * jsonb column (trusted text of ours), `on` is the day of judging. Undefined where a part cannot be said in SQL: parameters, manual
 * review, two stored days one of which is shifted, and sums so deeply divided that their text would outgrow a query.
 *
 * It agrees with `judge` on what JavaScript writes into the column. Numbers that others wrote with more digits than a double holds are
 * compared by all their digits here and rounded there; letters added to Unicode after the release of either side may fold on one only.
 */
export function clauseSql(
  clause: Clause,
  setting: { readonly facts: string; readonly on: Day },
): ClauseSql | undefined {
  try {
    const inside = { ...setting, trees: clause.trees }
    return { parts: part(clause.root, inside), anyOf: narrowing(clause.root, inside) }
  } catch (error) {
    if (error instanceof NotForLists) return undefined
    throw error
  }
}

function part(of: Part, setting: Setting): SqlPart[] {
  switch (of.kind) {
    case 'all':
    case 'any': {
      if (of.parts.length === 0) return [of.kind === 'all' ? 'true' : 'false']
      const parts = of.parts.map((one) => part(one, setting))
      return ['(', ...joined(parts, of.kind === 'all' ? ' and ' : ' or '), ')']
    }
    case 'not':
      return ['(not ', ...part(of.part, setting), ')']
    case 'review':
      throw new NotForLists()
    case 'test':
      return ['(', ...test(of.test, setting), ')']
  }
}

function test(line: Test, setting: Setting): SqlPart[] {
  switch (line.kind) {
    case 'compare':
      return compareSql(line, setting)
    case 'amongst':
      return amongstSql(line, setting)
    case 'enum':
    case 'enum-in':
      return placedSql(line.of, sidesOf(line, setting), setting)
    case 'tree': {
      const sides = sidesOf(line, setting)
      return [
        'case when jsonb_typeof(',
        ...stored(line.of, setting),
        ") = 'array' then ",
        ...listedSql(line.of, [sides], 'any', setting),
        ' else ',
        ...placedSql(line.of, sides, setting),
        ' end',
      ]
    }
    case 'has':
      return line.ladder
        ? listedSql(line.of, wantedSides(line, line.ladder), line.mode, setting)
        : wordsSql(line, setting)
    case 'text':
    case 'text-in':
      return textsSql(line, setting)
    case 'day':
      return daySql(line, setting)
    case 'age':
      return ageSql(line, setting)
    case 'flag':
      return [...typed(line.of, 'boolean', '::boolean', setting), ` = ${line.is}`]
    case 'known':
      return [
        '(case jsonb_typeof(',
        ...stored(line.of, setting),
        ") when 'string' then btrim(",
        ...typed(line.of, 'string', '', setting),
        ', ',
        { value: WHITE },
        ") <> '' when 'number' then true when 'boolean' then true when 'array' then true else false end)",
      ]
  }
}

/** Values that a row must hold one of: from tests that must all be met. */
function narrowing(of: Part, setting: Setting): { key: string; values: readonly string[] }[] {
  if (of.kind === 'all') return of.parts.flatMap((one) => narrowing(one, setting))
  if (of.kind !== 'test') return []
  const { test: line } = of
  switch (line.kind) {
    case 'enum':
    case 'enum-in':
    case 'tree':
      return [{ key: line.of.key, values: sidesOf(line, setting).yes }]
    case 'flag':
      return [{ key: line.of.key, values: [String(line.is)] }]
    case 'has': {
      if (!line.ladder) return []
      const wanted = wantedSides(line, line.ladder).map((sides) => sides?.yes ?? [])
      // All of them: each narrows for itself. Any of them: one of all their names.
      const groups = line.mode === 'all' ? wanted : [wanted.flat()]
      return groups.map((values) => ({ key: line.of.key, values }))
    }
    default:
      return []
  }
}

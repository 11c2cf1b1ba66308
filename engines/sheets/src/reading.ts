import type { Day, Finding, Value } from '@qiongding/kernel'
import type { FactDefinition } from './fact.ts'
import type { SheetFinding } from './messages.ts'

/**
 * What became of a cell:
 * `known` a value, perhaps with remarks; `empty` nothing was written; `unknown` somebody wrote that it is not known or not one
 * value (`暂无`, `若干`, `3-5`); `refused` an error finding stands and there is no value, at most a likely one.
 */
export type CellState = 'known' | 'empty' | 'unknown' | 'refused'

/** One cell read as one fact. Numbers are in base units. `value` is there exactly when the state is `known`. */
export type CellReading = {
  readonly state: CellState
  readonly value?: Value
  /** What a refused cell probably means; nobody uses it until a person accepts it. */
  readonly likely?: Value
  readonly approximate?: true
  /** Ends of a range in base units; one end may be open. */
  readonly range?: { readonly from?: number; readonly to?: number }
  /** A day known only to its month or year: the value is the first (or the named last) day of it. */
  readonly precision?: 'month' | 'year'
  readonly findings: readonly Finding[]
}

/**
 * How the bare numbers of a ratio column are meant: `5` is 5 % in a percent column and 500 % in a fraction column. In a mixed column
 * numbers above 1 are percents and those below fractions; in an unclear one those below are not read.
 */
export type RatioScale = 'percent' | 'fraction' | 'mixed' | 'unclear'

/** Reads the text of one fact by a rule of its own, such as a credit code; the server hands it in. */
export type TextReader = (text: string) => {
  readonly value?: string
  readonly likely?: string
  readonly findings: readonly Finding[]
}

/** A node of a code tree, as far as a cell needs it. */
export type TreeEntry = {
  readonly code: string
  readonly label?: string | { readonly zh: string; readonly en?: string }
  readonly aliases?: readonly string[]
}

/** What the surroundings of a cell say about it. */
export type CellContext = {
  /** Unit of bare numbers: the column header's or the sheet's; otherwise the dictionary's. */
  readonly unit?: string
  readonly ratio?: RatioScale
  /** In a percent column, sizes that stand apart from the others and are not read. */
  readonly apart?: ReadonlySet<number>
  /** The day the sheet was filled in; later days get a finding. */
  readonly asOf?: Day
  /** True where days after `asOf` are expected: plans, deadlines. */
  readonly mayBeLater?: boolean
  /** True for deadlines: a month alone means its last day. */
  readonly monthEnd?: boolean
  readonly tree?: readonly TreeEntry[]
  readonly reader?: TextReader
}

export const NO_FINDINGS: readonly Finding[] = []
export const EMPTY_READING: CellReading = { state: 'empty', findings: NO_FINDINGS }
export const UNKNOWN_READING: CellReading = { state: 'unknown', findings: NO_FINDINGS }

type FindingFacts = NonNullable<Finding['facts']>

export function remark(code: SheetFinding, value: string, facts?: FindingFacts): Finding {
  return facts ? { code, level: 'remark', at: {}, value, facts } : { code, level: 'remark', at: {}, value }
}

/** A refusal: an error finding, with the likely value when there is one. */
export function refused(
  code: SheetFinding,
  value: string,
  more: { likely?: Value; facts?: FindingFacts } = {},
): CellReading {
  const facts: FindingFacts = {
    ...more.facts,
    ...(more.likely === undefined ? {} : { likely: more.likely }),
  }
  const finding: Finding =
    Object.keys(facts).length > 0
      ? { code, level: 'error', at: {}, value, facts }
      : { code, level: 'error', at: {}, value }
  return more.likely === undefined
    ? { state: 'refused', findings: [finding] }
    : { state: 'refused', likely: more.likely, findings: [finding] }
}

export function known(value: Value, findings: readonly Finding[] = NO_FINDINGS): CellReading {
  return { state: 'known', value, findings }
}

/** True for facts that are shares: their display unit is a percent or per mille sign. */
export function isRatio(fact: FactDefinition): boolean {
  return fact.type === 'number' && (fact.unit === '%' || fact.unit === '‰')
}

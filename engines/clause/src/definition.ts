import type { Day, Finding } from '@qiongding/kernel'

/** A text in the two languages of the workbench. */
export type Label = { readonly zh: string; readonly en: string }

/** One value of an enum. Facts hold the id; tests may write the id, a label or an alias. */
export type EnumValue = { readonly id: string; readonly label: Label; readonly aliases?: readonly string[] }

/** One fact a subject may have: how it is called, what it holds, in which unit people write it. */
export type FactDefinition = {
  readonly key: string
  readonly label: Label
  readonly type: 'number' | 'text' | 'day' | 'boolean' | 'enum' | 'tree' | 'list'
  /** The kind of subject that has the fact. */
  readonly of: string
  /** Display unit of a number; gives the dimension. Stored values are in the base unit of the dimension. Compounds are written `元/㎡/月`. */
  readonly unit?: string
  /** Values of an enum, or of the items of a list; lowest first where `ordered`. */
  readonly values?: readonly EnumValue[]
  /** The values are a ladder: `degree >= 硕士` may be asked. */
  readonly ordered?: boolean
  /** Tree of the codes a tree fact (or the items of a list) holds. */
  readonly tree?: string
  /** Names the age of a day fact: `registered_for >= 1年` then means `age of registered_on >= 1年`. The type is `number`, the unit a duration. */
  readonly ageOf?: string
  readonly sensitivity?: 'open' | 'personal' | 'secret'
  /** Days after which the value should be asked again. */
  readonly refresh?: number
  /** Other words for the fact: header words in sheets. */
  readonly aliases?: readonly string[]
  /** Bounds in the display unit. */
  readonly min?: number
  readonly max?: number
  /** Decimals of the display unit that make sense: a gap is rounded up to them. */
  readonly decimals?: number
}

/** One node of a tree of codes. */
export type TreeCode = { readonly code: string; readonly parent?: string; readonly label: string | Label }

/** Every fact of a pack with its trees, as written. */
export type DictionarySource = {
  readonly facts: readonly FactDefinition[]
  readonly trees?: Readonly<Record<string, readonly TreeCode[]>>
}

export type Operator = '>=' | '<=' | '>' | '<' | '=' | '!='

/** Where a value comes from: a fact of the judged subject, or a parameter bound at judging time. */
export type Source = { readonly from: 'fact' | 'parameter'; readonly key: string }

/** A number to be worked out. Constants are in base units; `amount` and `unit` are as written. */
export type Expression =
  | {
      readonly kind: 'source'
      readonly source: Source
      /** Display unit. */
      readonly unit?: string
      /** Smallest sensible change, in base units, as a decimal. */
      readonly step: string
      /** Bounds in base units. */
      readonly min?: number
      readonly max?: number
    }
  | { readonly kind: 'number'; readonly value: number; readonly amount: string; readonly unit?: string }
  | {
      readonly kind: 'add' | 'subtract' | 'multiply' | 'divide'
      readonly left: Expression
      readonly right: Expression
    }

/** A length of time in whole calendar months or in days, as written. */
export type Span = {
  readonly months: number
  readonly days: number
  readonly amount: string
  readonly unit: string
}

/** A day to be worked out; `plus` shifts it by a span, `sign` -1 backwards. */
export type DayTerm = {
  readonly base:
    | { readonly kind: 'source'; readonly source: Source }
    | { readonly kind: 'on' }
    | { readonly kind: 'day'; readonly day: Day }
  readonly shift?: { readonly sign: 1 | -1; readonly span: Span }
}

/** Either values written in the test, or those of a parameter. */
export type Choice = { readonly values: readonly string[] } | { readonly parameter: string }

/** Names under which the values of an enum may stand in facts, with their place on the ladder. */
export type Ladder = Readonly<Record<string, number>>

/** One line of a clause, resolved against the dictionary. */
export type Test =
  | {
      readonly kind: 'compare'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
      /** Unit in which the two sides are shown. */
      readonly unit?: string
    }
  | {
      readonly kind: 'amongst'
      readonly of: Expression
      readonly numbers: readonly Expression[]
      readonly unit?: string
    }
  | {
      readonly kind: 'enum'
      readonly operator: Operator
      readonly of: Source
      readonly than: Choice
      readonly ladder: Ladder
    }
  | { readonly kind: 'enum-in'; readonly of: Source; readonly values: Choice; readonly ladder: Ladder }
  | {
      readonly kind: 'text'
      readonly operator: '=' | '!='
      readonly of: Source
      readonly than: Choice
    }
  | { readonly kind: 'text-in'; readonly of: Source; readonly values: Choice }
  | { readonly kind: 'day'; readonly operator: Operator; readonly left: DayTerm; readonly right: DayTerm }
  | { readonly kind: 'age'; readonly operator: Operator; readonly of: Source; readonly span: Span }
  | { readonly kind: 'flag'; readonly of: Source; readonly is: boolean }
  | { readonly kind: 'tree'; readonly of: Source; readonly tree: string; readonly codes: Choice }
  | {
      readonly kind: 'has'
      readonly of: Source
      readonly mode: 'one' | 'any' | 'all'
      readonly values: Choice
      /** Items are values of an enum. */
      readonly ladder?: Ladder
    }
  | { readonly kind: 'known'; readonly of: Source }

/** What every part of a clause may carry besides its rule. */
type Note = { readonly id?: string; readonly label?: Label; readonly cite?: string }

/** One part of a clause. */
export type Part = Note &
  (
    | { readonly kind: 'all' | 'any'; readonly parts: readonly Part[] }
    | { readonly kind: 'not'; readonly part: Part }
    | { readonly kind: 'test'; readonly test: Test }
    | { readonly kind: 'review'; readonly what: Label }
  )

/** A checked clause: plain data, the same after a trip through JSON. */
export type Clause = {
  readonly format: 1
  readonly root: Part
  /** Keys of the facts it reads, sorted: what a change must touch to re-judge it. */
  readonly facts: readonly string[]
  /** Names of the parameters it reads, sorted. */
  readonly parameters: readonly string[]
  /** Parent of each code ('' for a root), for every tree the clause asks about. */
  readonly trees: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** A clause as written in YAML. */
export type ClauseSource = string | { readonly [key: string]: unknown }

export type Checked = { readonly clause?: Clause; readonly findings: readonly Finding[] }

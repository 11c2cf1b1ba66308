import { addDays, type Day } from '@qiongding/kernel'
import { fullOn, shifted } from './days.ts'
import type { Clause, DayTerm, Expression, Ladder, Operator, Part, Source, Test } from './definition.ts'

/** A piece of SQL text: as it stands, or a value to be bound. */
export type SqlPart = string | { readonly value: string | number | boolean | readonly string[] }

/** A clause as a PostgreSQL condition over one jsonb column, three-valued as SQL itself: NULL is unknown. */
export type ClauseSql = {
  readonly parts: readonly SqlPart[]
  /** Facts of which one of these values must be stored wherever the condition is true: what an index of values may narrow the rows by. */
  readonly anyOf: readonly { readonly key: string; readonly values: readonly string[] }[]
}

type Setting = { readonly facts: string; readonly on: Day; readonly trees: Clause['trees'] }
const OPERATORS: Readonly<Record<Operator, string>> = {
  '>=': '>=',
  '<=': '<=',
  '>': '>',
  '<': '<',
  '=': '=',
  '!=': '<>',
}

class NotForLists extends Error {}

/**
 * The condition under which a clause says yes, for lists. `facts` names the jsonb column (trusted text of ours), `on` is the day of judging.
 * Undefined where a part cannot be said in SQL: parameters, manual review, and days worked out from two facts.
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

const joined = (pieces: readonly (readonly SqlPart[])[], by: string): SqlPart[] =>
  pieces.flatMap((piece, index) => (index === 0 ? [...piece] : [by, ...piece]))

function part(of: Part, setting: Setting): SqlPart[] {
  switch (of.kind) {
    case 'all':
    case 'any':
      if (of.parts.length === 0) return [of.kind === 'all' ? 'true' : 'false']
      return [
        '(',
        ...joined(
          of.parts.map((one) => part(one, setting)),
          of.kind === 'all' ? ' and ' : ' or ',
        ),
        ')',
      ]
    case 'not':
      return ['(not ', ...part(of.part, setting), ')']
    case 'review':
      throw new NotForLists()
    case 'test':
      return ['(', ...test(of.test, setting), ')']
  }
}

/** Values that a row must hold one of: from tests that must all be met. */
function narrowing(of: Part, setting: Setting): { key: string; values: string[] }[] {
  if (of.kind === 'all') return of.parts.flatMap((one) => narrowing(one, setting))
  if (of.kind !== 'test') return []
  const { test: line } = of
  if (line.kind === 'enum' && line.operator === '=')
    return [{ key: key(line.of), values: namesAt(line.ladder, fixed(line.than)) }]
  if (line.kind === 'enum-in')
    return [{ key: key(line.of), values: namesAt(line.ladder, fixed(line.values)) }]
  if (line.kind === 'tree')
    return [{ key: key(line.of), values: under(setting.trees[line.tree] ?? {}, fixed(line.codes)) }]
  return []
}

function key(source: Source): string {
  if (source.from === 'parameter') throw new NotForLists()
  return source.key
}

function fixed(
  choice: { readonly values: readonly string[] } | { readonly parameter: string },
): readonly string[] {
  if ('parameter' in choice) throw new NotForLists()
  return choice.values
}

const json = (source: Source, { facts }: Setting): SqlPart[] => [
  `${facts}->`,
  { value: key(source) },
  '::text',
]
const text = (source: Source, { facts }: Setting): SqlPart[] => [
  `${facts}->>`,
  { value: key(source) },
  '::text',
]
/** A value only where it is stored with the type asked for; anything else is unknown, as in memory. */
const typed = (source: Source, type: string, cast: string, setting: Setting): SqlPart[] => [
  '(case when jsonb_typeof(',
  ...json(source, setting),
  `) = '${type}' then (`,
  ...text(source, setting),
  `)${cast} end)`,
]

function test(line: Test, setting: Setting): SqlPart[] {
  switch (line.kind) {
    case 'compare':
      return [...number(line.left, setting), ` ${OPERATORS[line.operator]} `, ...number(line.right, setting)]
    case 'amongst':
      return [
        ...number(line.of, setting),
        ' in (',
        ...joined(
          line.numbers.map((one) => number(one, setting)),
          ', ',
        ),
        ')',
      ]
    case 'enum': {
      const place = line.ladder[fixed(line.than)[0] ?? '']
      if (place === undefined) throw new NotForLists()
      return [
        ...ladder(line.of, line.ladder, setting),
        ` ${OPERATORS[line.operator]} `,
        { value: place },
        '::numeric',
      ]
    }
    case 'enum-in': {
      const places = fixed(line.values).map((value) => line.ladder[value])
      if (places.some((place) => place === undefined)) throw new NotForLists()
      return [
        ...ladder(line.of, line.ladder, setting),
        ' in (',
        ...joined(
          places.map((place) => [{ value: place as number }, '::numeric']),
          ', ',
        ),
        ')',
      ]
    }
    case 'text':
      return [
        ...folded(typed(line.of, 'string', '', setting)),
        ` ${OPERATORS[line.operator]} `,
        ...folded([{ value: fixed(line.than)[0] ?? '' }, '::text']),
      ]
    case 'text-in':
      return [
        ...folded(typed(line.of, 'string', '', setting)),
        ' in (',
        ...joined(
          fixed(line.values).map((value) => folded([{ value }, '::text'])),
          ', ',
        ),
        ')',
      ]
    case 'day':
      return [
        ...dayTerm(line.left, setting),
        ` ${OPERATORS[line.operator]} `,
        ...dayTerm(line.right, setting),
      ]
    case 'age':
      return [...wholeDay(line.of, setting), ...bornBy(line.operator, line.span, setting.on)]
    case 'flag':
      return [...typed(line.of, 'boolean', '::boolean', setting), ` = ${line.is}`]
    case 'tree': {
      const parents = setting.trees[line.tree] ?? {}
      const inside = under(parents, fixed(line.codes))
      const above = [...new Set(fixed(line.codes).flatMap((code) => aboveOf(parents, code)))].filter(
        (code) => !inside.includes(code),
      )
      const value = typed(line.of, 'string', '', setting)
      const known = Object.keys(parents)
      return [
        'case when jsonb_typeof(',
        ...json(line.of, setting),
        ") = 'array' then ",
        '(',
        ...json(line.of, setting),
        ') ?| ',
        { value: inside },
        '::text[] else case when ',
        ...value,
        ' = any(',
        { value: inside },
        '::text[]) then true when ',
        ...value,
        ' = any(',
        { value: above },
        '::text[]) then null when ',
        ...value,
        ' = any(',
        { value: known },
        '::text[]) then false end end',
      ]
    }
    case 'has': {
      const wanted = fixed(line.values)
      const list = [
        '(case when jsonb_typeof(',
        ...json(line.of, setting),
        ") = 'array' then ",
        ...json(line.of, setting),
        ' end)',
      ] as SqlPart[]
      const each = wanted.map((want): SqlPart[] => {
        const names = line.ladder ? namesAt(line.ladder, [want]) : [want]
        return [
          '(select bool_or(',
          ...folded(['item']),
          ' = any(select ',
          ...folded(['want']),
          ' from unnest(',
          { value: names },
          '::text[]) as wanted (want))) from jsonb_array_elements_text(',
          ...list,
          ') as listed (item))',
        ]
      })
      return [
        'case when ',
        ...list,
        ' is null then null else coalesce(',
        ...joined(
          each.map((one) => ['coalesce(', ...one, ', false)']),
          line.mode === 'all' ? ' and ' : ' or ',
        ),
        ', false) end',
      ]
    }
    case 'known':
      return ['(', ...json(line.of, setting), ') is not null']
  }
}

function number(expression: Expression, setting: Setting): SqlPart[] {
  if (expression.kind === 'number') return [{ value: String(expression.value) }, '::numeric']
  if (expression.kind === 'source') return typed(expression.source, 'number', '::numeric', setting)
  const [left, right] = [number(expression.left, setting), number(expression.right, setting)]
  if (expression.kind === 'divide') return ['(', ...left, ' / nullif(', ...right, ', 0))']
  return ['(', ...left, { add: ' + ', subtract: ' - ', multiply: ' * ' }[expression.kind], ...right, ')']
}

/** Place on a ladder: how high the stored name stands. */
function ladder(source: Source, places: Ladder, setting: Setting): SqlPart[] {
  return [
    '(case ',
    ...typed(source, 'string', '', setting),
    ...Object.entries(places).flatMap(([name, place]): SqlPart[] => [
      ' when ',
      { value: name },
      ' then ',
      { value: place },
      '::numeric',
    ]),
    ' end)',
  ]
}

function namesAt(places: Ladder, values: readonly string[]): string[] {
  const asked = new Set(values.map((value) => places[value]))
  return Object.entries(places)
    .filter(([, place]) => asked.has(place))
    .map(([name]) => name)
}

/** Width and case do not tell texts apart, as in memory. */
const folded = (of: readonly SqlPart[]): SqlPart[] => ['lower(normalize(', ...of, ', NFKC))']

function aboveOf(parents: Readonly<Record<string, string>>, code: string): string[] {
  const found: string[] = []
  for (let at = parents[code]; at; at = parents[at]) found.push(at)
  return found
}

function under(parents: Readonly<Record<string, string>>, codes: readonly string[]): string[] {
  const asked = new Set(codes)
  return Object.keys(parents).filter(
    (code) => asked.has(code) || aboveOf(parents, code).some((above) => asked.has(above)),
  )
}

/** A whole day as text; days compare as texts. A month alone is no day yet. */
const wholeDay = (source: Source, setting: Setting): SqlPart[] => [
  '(case when ',
  ...text(source, setting),
  " ~ '^\\d{4}-\\d{2}-\\d{2}$' then ",
  ...text(source, setting),
  ' end)',
]

function dayTerm(term: DayTerm, setting: Setting): SqlPart[] {
  const { base, shift } = term
  if (base.kind === 'source') {
    if (shift) throw new NotForLists()
    return wholeDay(base.source, setting)
  }
  const from = base.kind === 'on' ? setting.on : base.day
  return [{ value: shift ? shifted(from, shift.sign, shift.span) : from }, '::text']
}

/** The days of birth for which an age holds on a day: the order of days of birth is the order of ages turned round. */
function bornBy(operator: Operator, span: Parameters<typeof fullOn>[1], on: Day): SqlPart[] {
  // The last day of birth whose span is full on the day, and the last whose span was full before it.
  let full = addDays(shifted(on, -1, span), 3)
  while (fullOn(full, span) > on) full = addDays(full, -1)
  let before = full
  while (fullOn(before, span) >= on) before = addDays(before, -1)
  switch (operator) {
    case '>=':
      return [' <= ', { value: full }]
    case '<':
      return [' > ', { value: full }]
    case '>':
      return [' <= ', { value: before }]
    case '<=':
      return [' > ', { value: before }]
    default:
      throw new NotForLists()
  }
}

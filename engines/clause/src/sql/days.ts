import { addDays, type Day, daysBetween } from '@qiongding/kernel'
import { FIRST_DAY, LAST_DAY, lastFullBy, shifted } from '../days.ts'
import type { DayTerm, Operator, Source, Test } from '../definition.ts'
import { NotForLists, OPERATORS, type Setting, type SqlPart, storedText } from './pieces.ts'

const MIRRORED = { '>=': '<=', '<=': '>=', '>': '<', '<': '>', '=': '=', '!=': '!=' } as const

/** Every day there is, leap years and all (Gregorian, from year 1), in the regular expressions of PostgreSQL. */
const DAY = [
  '(?!0000)[0-9]{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])',
  '(?!0000)[0-9]{4}-(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)',
  '(?!0000)[0-9]{4}-02-(?:0[1-9]|1[0-9]|2[0-8])',
  '[0-9]{2}(?:0[48]|[2468][048]|[13579][26])-02-29',
  '(?:0[48]|[2468][048]|[13579][26])00-02-29',
].join('|')

/** How many days there are. */
const DAYS = daysBetween(FIRST_DAY, LAST_DAY) + 1

/** A stored day as text; what is no day is unknown. Days compare as texts, byte by byte. */
const dayAt = (source: Source, setting: Setting): SqlPart[] => [
  '(case when ',
  ...storedText(source, setting),
  ` ~ '^(?:${DAY})$' then `,
  ...storedText(source, setting),
  ' end) collate "C"',
]

export function daySql({ operator, left, right }: Test & { kind: 'day' }, setting: Setting): SqlPart[] {
  const [a, b] = [fixedDay(left, setting), fixedDay(right, setting)]
  if (a !== undefined && b !== undefined)
    return [{ value: a }, '::text ', OPERATORS[operator], ' ', { value: b }, '::text collate "C"']
  if (b !== undefined) return shiftedSql(left, operator, b, setting)
  if (a !== undefined) return shiftedSql(right, MIRRORED[operator], a, setting)
  const [first, second] = [sourceOf(left), sourceOf(right)]
  if (left.shift || right.shift) throw new NotForLists()
  return [...dayAt(first, setting), ` ${OPERATORS[operator]} `, ...dayAt(second, setting)]
}

/** The longer ago the birth, the greater the age: days of birth stand in the order of ages turned round. */
export function ageSql({ operator, of, span }: Test & { kind: 'age' }, setting: Setting): SqlPart[] {
  const until = lastFullBy(setting.on, span)
  const before = lastFullBy(addDays(setting.on, -1), span)
  return between(of, MIRRORED[operator], { before, until }, setting)
}

function fixedDay({ base, shift }: DayTerm, { on }: Setting): Day | undefined {
  if (base.kind === 'source') return undefined
  const from = base.kind === 'on' ? on : base.day
  return shift ? shifted(from, shift.sign, shift.span) : from
}

function sourceOf({ base }: DayTerm): Source {
  if (base.kind !== 'source') throw new TypeError('a fixed day has no source')
  return base.source
}

/** A stored day, shifted or not, against a fixed one. The later the day, the later the shifted one: so the days that hold are a stretch. */
function shiftedSql(term: DayTerm, operator: Operator, than: Day, setting: Setting): SqlPart[] {
  const { shift } = term
  const moved = (from: Day) => (shift ? shifted(from, shift.sign, shift.span) : from)
  const before = lastDay((from) => moved(from) < than)
  const until = lastDay((from) => moved(from) <= than)
  return between(sourceOf(term), operator, { before, until }, setting)
}

/** Days in order: up to `before` they are less, up to `until` equal, then more. A text before all days where there is none. */
type Stretch = { readonly before: Day | ''; readonly until: Day | '' }

function between(
  source: Source,
  operator: Operator,
  { before, until }: Stretch,
  setting: Setting,
): SqlPart[] {
  const own = dayAt(source, setting)
  const up = (to: Day | ''): SqlPart[] => [...own, ' <= ', { value: to }, '::text']
  const past = (to: Day | ''): SqlPart[] => [...own, ' > ', { value: to }, '::text']
  switch (operator) {
    case '<':
      return up(before)
    case '<=':
      return up(until)
    case '>':
      return past(until)
    case '>=':
      return past(before)
    case '=':
      return [...past(before), ' and ', ...up(until)]
    case '!=':
      return [...up(before), ' or ', ...past(until)]
  }
}

/** The last of all days for which something holds that holds of all days before it too. */
function lastDay(isSo: (day: Day) => boolean): Day | '' {
  if (!isSo(FIRST_DAY)) return ''
  let found = 0
  let beyond = DAYS
  while (beyond - found > 1) {
    const middle = (found + beyond) >> 1
    if (isSo(addDays(FIRST_DAY, middle))) found = middle
    else beyond = middle
  }
  return addDays(FIRST_DAY, found)
}

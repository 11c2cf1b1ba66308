import type { FactView } from '../../../shell/pack.ts'

/**
 * One condition of a list, as a chip shows it and a form edits it. Amounts stand in the unit the fact is shown in, as they were typed.
 * What the form cannot say stays a line of the clause language.
 */
export type Condition =
  | { readonly kind: 'fact'; readonly fact: string; readonly test: FactTest }
  | { readonly kind: 'line'; readonly text: string }

export type FactTest =
  | { readonly op: 'known' | 'unknown' | 'yes' | 'no' }
  | { readonly op: 'at-least' | 'at-most' | 'equals'; readonly value: string; readonly unit?: string }
  | { readonly op: 'between'; readonly from: string; readonly to: string; readonly unit?: string }
  | { readonly op: 'in' | 'not-in' | 'has'; readonly values: readonly string[] }

export type Operator = FactTest['op']

/** What can be asked of a fact, the most usual first. */
export function operatorsOf(fact: FactView): readonly Operator[] {
  // An age is worked out from a day and has no knowledge of its own.
  if (fact.ageOf !== undefined) return ['at-least', 'at-most', 'between']
  switch (fact.type) {
    case 'number':
      return ['at-least', 'at-most', 'between', 'equals', 'known', 'unknown']
    case 'day':
      return ['between', 'at-least', 'at-most', 'known', 'unknown']
    case 'boolean':
      return ['yes', 'no', 'known', 'unknown']
    case 'list':
      return ['has', 'known', 'unknown']
    default:
      return ['in', 'not-in', 'known', 'unknown']
  }
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
const set = (values: readonly string[]) => `{${values.map(quoted).join(', ')}}`

function linesOf(condition: Condition, factOf: (key: string) => FactView | undefined): string[] {
  if (condition.kind === 'line') return [condition.text]
  const { fact: key, test } = condition
  const fact = factOf(key)
  const unit = fact?.type === 'number' ? (('unit' in test ? test.unit : undefined) ?? fact.unit ?? '') : ''
  switch (test.op) {
    case 'known':
      return [`${key} known`]
    case 'unknown':
      return [`not ${key} known`]
    case 'yes':
      return [key]
    case 'no':
      return [`${key} = false`]
    case 'at-least':
      return [`${key} >= ${test.value}${unit}`]
    case 'at-most':
      return [`${key} <= ${test.value}${unit}`]
    case 'equals':
      return [`${key} = ${test.value}${unit}`]
    case 'between':
      return [`${key} >= ${test.from}${unit}`, `${key} <= ${test.to}${unit}`]
    case 'has':
      return [`${key} has any ${set(test.values)}`]
    case 'in':
    case 'not-in':
      return [
        `${test.op === 'in' ? '' : 'not '}${key} in ${fact?.type === 'tree' ? 'tree ' : ''}${set(test.values)}`,
      ]
  }
}

/** Conditions as the text of a filter: one test a line. */
export function textOf(
  conditions: readonly Condition[],
  factOf: (key: string) => FactView | undefined,
): string {
  return conditions.flatMap((condition) => linesOf(condition, factOf)).join('\n')
}

/** The values of a set as it is written, or of a single one. */
function valuesIn(text: string): string[] | undefined {
  const inner = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text
  const values: string[] = []
  let rest = inner.trim()
  while (rest !== '') {
    const match = /^(?:"((?:[^"\\]|\\.)*)"|([^",{}\s][^",{}]*?))\s*(?:[,，]\s*|$)/.exec(rest)
    if (!match) return undefined
    values.push(match[1] !== undefined ? match[1].replace(/\\(.)/g, '$1') : (match[2] as string))
    rest = rest.slice(match[0].length)
  }
  return values.length > 0 ? values : undefined
}

const SIGNS: Readonly<Record<string, 'at-least' | 'at-most' | 'equals'>> = {
  '>=': 'at-least',
  '≥': 'at-least',
  '<=': 'at-most',
  '≤': 'at-most',
  '=': 'equals',
}
const DAY = /^\d{4}-\d\d-\d\d$/

function sided(fact: FactView, sign: string, right: string): FactTest | undefined {
  const op = SIGNS[sign] as 'at-least' | 'at-most' | 'equals'
  if (fact.type === 'day') return DAY.test(right) ? { op, value: right } : undefined
  if (fact.type === 'boolean' && op === 'equals')
    return right === 'true' ? { op: 'yes' } : right === 'false' ? { op: 'no' } : undefined
  if (fact.type !== 'number') {
    const values = op === 'equals' ? valuesIn(right) : undefined
    return values?.length === 1 && fact.type !== 'list' && fact.type !== 'tree'
      ? { op: 'in', values }
      : undefined
  }
  const amount = /^([-−]?\d[\d,]*(?:\.\d+)?)\s*(\D\S*)?$/u.exec(right)
  if (!amount) return undefined
  const value = (amount[1] as string).replaceAll(',', '').replace('−', '-')
  const unit = amount[2]
  return { op, value, ...(unit !== undefined && unit !== fact.unit && { unit }) }
}

function testOf(line: string, factNamed: (name: string) => FactView | undefined): Condition | undefined {
  const known = /^(not\s+)?(.+?)\s+known$/i.exec(line)
  if (known) {
    const fact = factNamed(known[2] as string)
    return fact && { kind: 'fact', fact: fact.key, test: { op: known[1] ? 'unknown' : 'known' } }
  }
  const amongst = /^(not\s+)?(.+?)\s+(in tree|in|has any|has)\s+(\{.*\}|"[^"]*"|\S+)$/i.exec(line)
  if (amongst) {
    const fact = factNamed(amongst[2] as string)
    const values = valuesIn(amongst[4] as string)
    const word = (amongst[3] as string).toLowerCase()
    if (!fact || !values) return undefined
    const fits =
      fact.type === 'list'
        ? word.startsWith('has') && !amongst[1]
        : fact.type === 'tree'
          ? word === 'in tree'
          : fact.type !== 'number' && word === 'in'
    if (!fits) return undefined
    const op = fact.type === 'list' ? 'has' : amongst[1] ? 'not-in' : 'in'
    return { kind: 'fact', fact: fact.key, test: { op, values } }
  }
  const sides = /^(.+?)\s*(>=|<=|≥|≤|=)\s*(.+)$/.exec(line)
  if (sides && !/^not\s/i.test(line)) {
    const fact = factNamed(sides[1] as string)
    const test = fact && sided(fact, sides[2] as string, (sides[3] as string).trim())
    return fact && test && { kind: 'fact', fact: fact.key, test }
  }
  const alone = factNamed(line)
  return alone?.type === 'boolean' ? { kind: 'fact', fact: alone.key, test: { op: 'yes' } } : undefined
}

/** A lower bound and the upper one right after it are one range. */
function joined(before: Condition | undefined, next: Condition): Condition | undefined {
  if (before?.kind !== 'fact' || next.kind !== 'fact' || before.fact !== next.fact) return undefined
  const [a, b] = [before.test, next.test]
  if (a.op !== 'at-least' || b.op !== 'at-most' || a.unit !== b.unit) return undefined
  const test = {
    op: 'between',
    from: a.value,
    to: b.value,
    ...(a.unit !== undefined && { unit: a.unit }),
  } as const
  return { kind: 'fact', fact: next.fact, test }
}

/** The text of a filter as conditions; facts are named by their key or their label. */
export function conditionsOf(
  text: string,
  factNamed: (name: string) => FactView | undefined,
): readonly Condition[] {
  const conditions: Condition[] = []
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue
    const next = testOf(line, factNamed) ?? ({ kind: 'line', text: line } as const)
    const range = joined(conditions.at(-1), next)
    if (range) conditions.pop()
    conditions.push(range ?? next)
  }
  return conditions
}

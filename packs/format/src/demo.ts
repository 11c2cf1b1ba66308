import { addDays, type Day, day, dayOf, toBase, type Value, yearOf } from '@qiongding/kernel'
import { creditCode } from './demo/credit-code.ts'
import { type Dice, dice } from './demo/dice.ts'
import type { DemoPerson, Recipe } from './schema/demo.ts'
import type { PackFact } from './schema/facts.ts'
import type { Pack } from './schema/pack.ts'

/** One statement about a made-up subject. `row` names the subject (`enterprise 12`); numbers are in base units. */
export type DemoStatement = {
  readonly row: string
  readonly kind: string
  readonly asOf: Day
  readonly values: Readonly<Record<string, Value>>
  /** Whose list it stood in, where that is said. */
  readonly source?: string
}

/** A made-up journey with its days worked out. */
export type DemoRunningJourney = {
  readonly id: string
  readonly journey: string
  readonly subjects: readonly string[]
  readonly title?: string
  readonly facts: Readonly<Record<string, Value>>
  readonly later: readonly { readonly day: Day; readonly facts: Readonly<Record<string, Value>> }[]
  readonly profile?: string
  readonly office?: string
  readonly opened: Day
  readonly moves: readonly {
    readonly to: string
    readonly day: Day
    readonly evidence: readonly string[]
    readonly facts: Readonly<Record<string, Value>>
  }[]
  readonly exit?: { readonly exit: string; readonly day: Day; readonly reason?: string }
}

/** A made-up order with its days worked out; `office` is the one that owes it. */
export type DemoRunningOrder = {
  readonly id: string
  readonly element: string
  readonly office: string
  readonly journey?: string
  readonly blocks?: string
  readonly party?: string
  readonly what: { readonly zh: string; readonly en: string }
  readonly quantity?: number
  readonly needed: Day
  readonly steps: readonly {
    readonly do: 'raise' | 'accept' | 'commit' | 'deliver' | 'confirm' | 'dispute'
    readonly day: Day
    readonly promise?: Day
    readonly note?: string
  }[]
}

/** Everything made up, ready to be entered. */
export type DemoRows = {
  readonly statements: readonly DemoStatement[]
  readonly people: readonly DemoPerson[]
  readonly journeys: readonly DemoRunningJourney[]
  readonly orders: readonly DemoRunningOrder[]
  readonly readings: readonly {
    readonly indicator: string
    readonly day: Day
    /** In base units; null states that it is unknown. */
    readonly value: number | null
    readonly source?: string
    readonly note?: string
  }[]
  readonly versions: readonly {
    readonly list: string
    readonly day: Day
    readonly note?: string
    readonly review: string
  }[]
}

/**
 * The made-up rows of a pack. The same pack, seed and today give the same rows; each value has dice of its own, so that a
 * fact added to a recipe leaves the others as they were. Empty for a pack without a demonstration.
 */
export function demoRows(pack: Pack, options: { readonly today: Day; readonly seed?: number }): DemoRows {
  const { demo } = pack
  if (!demo) return { statements: [], people: [], journeys: [], orders: [], readings: [], versions: [] }
  const { today, seed = demo.seed } = options
  const at = (offset: number) => addDays(today, offset)
  const units = new Map(pack.facts.map((fact) => [fact.key, fact.unit]))
  const written = (facts: Readonly<Record<string, string | number | boolean>> = {}) =>
    Object.fromEntries(
      Object.entries(facts).map(([key, value]) => [key, stated(value, { unit: units.get(key), today })]),
    )
  return {
    statements: drawStatements(pack, today, seed),
    people: demo.people.map((person) => {
      const office = person.office ?? pack.roles.find((role) => role.id === person.role)?.office
      return { ...person, ...(office !== undefined && { office }) }
    }),
    journeys: demo.journeys.map(({ moves, exit, opened, facts, later = [], ...journey }) => ({
      ...journey,
      opened: at(opened),
      facts: written(facts),
      later: later.map((one) => ({ day: at(one.day), facts: written(one.facts) })),
      moves: moves.map((move) => ({
        to: move.to,
        day: at(move.day),
        evidence: move.evidence ?? [],
        facts: written(move.facts),
      })),
      ...(exit && { exit: { ...exit, day: at(exit.day) } }),
    })),
    orders: demo.orders.map(({ needed, steps, office, ...order }) => ({
      ...order,
      office: office ?? (pack.elements.find((element) => element.id === order.element)?.office as string),
      needed: at(needed),
      steps: steps.map(({ day, promise, ...step }) => ({
        ...step,
        day: at(day),
        ...(promise !== undefined && { promise: at(promise) }),
      })),
    })),
    versions: demo.versions.map((version) => ({ ...version, day: at(version.day) })),
    readings: demo.readings.map((reading) => {
      const unit = pack.indicators.find((indicator) => indicator.id === reading.indicator)?.unit
      const { value } = reading
      return {
        ...reading,
        day: typeof reading.day === 'string' ? day(reading.day) : at(reading.day),
        value: value === null || unit === undefined ? value : (toBase(value, unit) ?? value),
      }
    }),
  }
}

/** `day:-3` is three days before today, a number is in the unit of its fact; anything else stands as written. */
function stated(
  value: string | number | boolean,
  { unit, today }: { readonly unit: string | undefined; readonly today: Day },
): Value {
  const match = typeof value === 'string' ? /^day:(-?\d+)$/.exec(value) : null
  if (match) return addDays(today, Number(match[1]))
  return typeof value === 'number' && unit !== undefined ? (toBase(value, unit) ?? value) : value
}

type Row = Record<string, Value>
type Drawn = Map<string, Row[]>

function drawStatements(pack: Pack, today: Day, seed: number): DemoStatement[] {
  const facts = new Map(pack.facts.map((fact) => [fact.key, fact]))
  const drawn: Drawn = new Map()
  const statements: DemoStatement[] = []
  for (const recipe of pack.demo?.recipes ?? []) {
    const rows: Row[] = []
    for (let index = 0; index < recipe.rows; index++) {
      const row: Row = {}
      for (const { asOf, facts: recipes } of recipe.statements) {
        const values: Row = {}
        for (const [key, part] of Object.entries(recipes)) {
          const roll = (what: string) => dice(`${seed}/${recipe.kind}/${index}/${what}`)
          const fact = facts.get(key)
          const value =
            fact && draw(part, { fact, facts, row, drawn, today, number: (recipe.first ?? 1) + index, roll })
          if (value !== undefined) row[key] = values[key] = value
        }
        // Nothing was said of this row on that day.
        if (Object.keys(values).length === 0) continue
        statements.push({
          row: `${recipe.kind} ${index + 1}`,
          kind: recipe.kind,
          asOf: asOf === 'year-end' ? (dayOf(yearOf(today) - 1, 12, 31) as Day) : addDays(today, asOf),
          values,
        })
      }
      rows.push(row)
    }
    drawn.set(recipe.kind, rows)
  }
  return [...distinct(pack, statements), ...twinStatements(pack, today, drawn)]
}

/** Rows written down once more by somebody else. */
function twinStatements(pack: Pack, today: Day, drawn: Drawn): DemoStatement[] {
  const facts = new Map(pack.facts.map((fact) => [fact.key, fact]))
  return (pack.demo?.twins ?? []).map(({ of, asOf, source, same = [], facts: stated }, index) => {
    const [kind = '', number] = of.split(' ')
    const row = drawn.get(kind)?.[Number(number) - 1] ?? {}
    const values: Row = {}
    for (const key of same) if (row[key] !== undefined) values[key] = row[key]
    for (const [key, value] of Object.entries(stated)) {
      const unit = facts.get(key)?.unit
      const stored = typeof value === 'number' && unit !== undefined ? toBase(value, unit) : value
      if (stored !== undefined) values[key] = stored
    }
    return { row: `${kind} twin ${index + 1}`, kind, asOf: addDays(today, asOf), values, source }
  })
}

/** Two made-up rows that would be taken for one (the same post at the same enterprise) get a number behind their names. */
function distinct(pack: Pack, statements: readonly DemoStatement[]): DemoStatement[] {
  const whole = new Map<string, Record<string, Value>>()
  for (const { row, values } of statements) whole.set(row, { ...whole.get(row), ...values })
  const seen = new Map<string, number>()
  const numbered = new Map<string, number>()
  for (const [row, values] of whole) {
    const kind = pack.kinds.find((one) => one.id === row.split(' ')[0])
    const parts = kind?.identity.find((keys) => keys.every((key) => values[key] !== undefined))
    if (!kind || !parts) continue
    const identity = [kind.id, ...parts.map((key) => values[key])].join(' ')
    const times = (seen.get(identity) ?? 0) + 1
    seen.set(identity, times)
    if (times > 1) numbered.set(row, times)
  }
  return statements.map((statement) => {
    const times = numbered.get(statement.row)
    const nameFact = pack.kinds.find((kind) => kind.id === statement.kind)?.nameFact
    const name = nameFact === undefined ? undefined : statement.values[nameFact]
    if (times === undefined || nameFact === undefined || typeof name !== 'string') return statement
    return { ...statement, values: { ...statement.values, [nameFact]: `${name} ${times}` } }
  })
}

type Setting = {
  readonly fact: PackFact
  readonly facts: ReadonlyMap<string, PackFact>
  readonly row: Readonly<Row>
  readonly drawn: Drawn
  readonly today: Day
  readonly number: number
  readonly roll: (what: string) => Dice
}

function draw(recipe: Recipe, setting: Setting): Value | undefined {
  const { fact, row, today, number } = setting
  const roll = setting.roll(fact.key)
  if (recipe.known !== undefined && roll() >= recipe.known) return undefined
  const stored = (amount: number) => (fact.unit === undefined ? amount : toBase(amount, fact.unit))
  if ('is' in recipe) return typeof recipe.is === 'number' ? stored(recipe.is) : recipe.is
  if ('pattern' in recipe)
    return recipe.pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === 'n'
        ? String(number)
        : name === 'n4'
          ? String(number).padStart(4, '0')
          : String(row[name] ?? ''),
    )
  if ('creditCode' in recipe) return creditCode(recipe.creditCode, number)
  if ('pick' in recipe) {
    const value = recipe.pick[weighted(roll, recipe.weights ?? recipe.pick.map(() => 1))] as string | number
    return typeof value === 'number' ? stored(value) : value
  }
  if ('some' in recipe) {
    const count = recipe.least + Math.floor(roll() * (recipe.most - recipe.least + 1))
    return recipe.some
      .map((word) => ({ word, place: roll() }))
      .toSorted((a, b) => a.place - b.place)
      .slice(0, count)
      .map(({ word }) => word)
  }
  if ('between' in recipe) return stored(stepped(roll, recipe.between, recipe.step))
  if ('plus' in recipe) {
    const base = inUnit(row[recipe.plus.fact], fact)
    return base === undefined
      ? undefined
      : stored(round(base + stepped(roll, recipe.plus.between, recipe.step), recipe.step))
  }
  if ('share' in recipe) {
    const base = inUnit(row[recipe.share.of], fact)
    const [low, high] = recipe.share.between
    return base === undefined ? undefined : stored(round(base * (low + roll() * (high - low)), recipe.step))
  }
  if ('day' in recipe) return addDays(today, stepped(roll, recipe.day))
  if ('after' in recipe) {
    const base = row[recipe.after.fact]
    return typeof base === 'string' ? addDays(base as Day, recipe.after.days) : undefined
  }
  if ('born' in recipe) {
    const [youngest, oldest] = recipe.born
    const year = yearOf(today) - stepped(roll, [youngest, oldest])
    return `${year}-${String(1 + Math.floor(roll() * 12)).padStart(2, '0')}`
  }
  if ('chance' in recipe) return roll() < recipe.chance
  if ('row' in recipe) {
    // One die per kind, not per fact: several facts of a row speak of the same other row.
    const rows = setting.drawn.get(recipe.row) ?? []
    return rows[Math.floor(setting.roll(`row ${recipe.row}`)() * rows.length)]?.[recipe.fact]
  }
  const chosen = recipe.cases[String(row[recipe.by])] ?? recipe.otherwise
  return chosen && draw(chosen, setting)
}

/** A stored number in the display unit of a fact of the same dimension. */
function inUnit(value: Value | undefined, fact: PackFact): number | undefined {
  if (typeof value !== 'number') return undefined
  const factor = fact.unit === undefined ? 1 : toBase(1, fact.unit)
  return factor === undefined ? undefined : value / factor
}

function stepped(roll: Dice, [low, high]: readonly [number, number], step = 1): number {
  const steps = Math.floor((high - low) / step + 1e-9)
  return round(low + Math.floor(roll() * (steps + 1)) * step, step)
}

function round(amount: number, step = 1): number {
  return Number((Math.round(amount / step) * step).toFixed(6))
}

function weighted(roll: Dice, weights: readonly number[]): number {
  let left = roll() * weights.reduce((sum, weight) => sum + weight, 0)
  const index = weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  return index === -1 ? weights.length - 1 : index
}

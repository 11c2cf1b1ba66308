import type { Clause } from '@qiongding/clause'
import type { Day, Finding } from '@qiongding/kernel'

type Label = { readonly zh: string; readonly en: string }

/** What one gate asks: a clause over facts, a kind of evidence on file, or orders that the enterprise confirmed. */
export type Requirement = { readonly id: string; readonly label: Label } & (
  | { readonly clause: Clause }
  /** At least `count` (default 1) pieces of evidence of one kind. */
  | { readonly evidence: string; readonly count?: number }
  /**
   * `confirmed`: every order that blocks this gate. `{ element }`: those of one element, of which at least one must have been
   * confirmed: a gate that names an element is not passed because nobody asked for it.
   */
  | { readonly orders: 'confirmed' | { readonly element: string } }
)

/** The way from one stage to another, what it asks, and how long a journey should take to it. */
export type Gate = {
  readonly from: string
  readonly to: string
  readonly label?: Label
  readonly require: readonly Requirement[]
  /** Longest stay in `from`, in working or calendar days. */
  readonly limit?: { readonly days: number; readonly calendar: 'working' | 'natural' }
}

/** Days in one of the two calendars. */
type Span = { readonly days: number; readonly calendar: 'working' | 'natural' }

/**
 * A time that runs while a journey stands in one of some stages, besides the limits of its gates. It starts when the first of them is
 * entered and is stopped by evidence of a kind; a repeating one starts anew with each piece.
 */
export type ClockRule = {
  readonly id: string
  readonly label: Label
  readonly during: readonly string[]
  readonly within: Span
  readonly stopsAt: { readonly evidence: string }
  readonly repeats?: boolean
}

/** From which value on: this much, or anything more than it. */
export type Threshold = { readonly atLeast: number } | { readonly over: number }

/**
 * One written rule of a light. `monthEnds`: ends of calendar months since the month of a planned day, while a stage is not reached.
 * `months`: whole months since a stage was reached, while a day has not been stated. `points`: percentage points that what is done is
 * behind the time gone between two planned days.
 */
export type LightRule = {
  readonly id: string
  readonly label: Label
  readonly yellow: Threshold
  readonly red: Threshold
} & (
  | { readonly monthEnds: { readonly planned: string; readonly stage: string } }
  | { readonly months: { readonly since: string; readonly stated: string } }
  | {
      readonly points: {
        readonly done: string
        readonly of: string
        readonly from: string
        readonly to: string
        readonly during: readonly string[]
      }
    }
)

/**
 * A kind of case as a pack states it. A journey begins at the first stage. Of several gates out of a stage the first written is
 * the main road. An exit ends a journey early.
 */
export type JourneyDefinition = {
  readonly id: string
  readonly label: Label
  readonly subjectKinds: readonly string[]
  readonly stages: readonly { readonly id: string; readonly label: Label; readonly terminal?: boolean }[]
  readonly gates: readonly Gate[]
  readonly exits: readonly { readonly id: string; readonly label: Label; readonly reasonRequired: boolean }[]
  readonly clocks?: readonly ClockRule[]
  readonly lights?: readonly LightRule[]
}

/** Where an order stands: an office owes it until the enterprise confirms that it arrived. */
export type OrderState =
  | 'raised'
  | 'accepted'
  | 'committed'
  | 'delivered'
  | 'confirmed'
  | 'disputed'
  | 'withdrawn'

/** Where one journey stands. Rows come from wherever they are kept; evidence of a later day than the one judged is not yet there. */
export type JourneyState = {
  readonly stage: string
  /** The day it entered the stage. */
  readonly since: Day
  readonly evidence: readonly { readonly kind: string; readonly id: string; readonly day: Day }[]
  readonly orders: readonly {
    readonly id: string
    readonly element: string
    /** The gate it blocks (`from->to`), or the stage that may not be entered without it. */
    readonly blocks?: string
    readonly state: OrderState
  }[]
  /** What persons answered where a clause asks for their judgement, by requirement. */
  readonly reviews?: readonly {
    readonly requirement: string
    readonly answer: 'yes' | 'no'
    readonly day: Day
  }[]
  /** The day each stage was first entered; clocks and lights ask for it. */
  readonly reached?: Readonly<Record<string, Day>>
  /** Stretches of days that no clock counts: each begins after its first day, and one without an end still lasts. */
  readonly pauses?: readonly { readonly from: Day; readonly to?: Day }[]
  /** Set when it left by an exit. */
  readonly closed?: { readonly exit: string; readonly day: Day }
}

/** The name of a gate: `from->to`. */
export function gateId(gate: Pick<Gate, 'from' | 'to'>): string {
  return `${gate.from}->${gate.to}`
}

/** Gates out of a stage, the main road first. */
export function gatesOut(definition: JourneyDefinition, stage: string): readonly Gate[] {
  return definition.gates.filter((gate) => gate.from === stage)
}

/**
 * What is wrong with a definition; with no error in the list it can be used. Errors: `no-stages`, `twice`, `no-such-stage`,
 * `gate-to-itself`, `terminal-goes-on`, `dead-end`, `unreachable`, `not-positive`, `no-such-evidence`, `no-such-element`.
 * Remarks: `asks-nothing` (a gate without requirements), `no-exit`.
 *
 * Kinds of evidence and elements are looked up where their lists are given.
 */
export function checkJourney(
  definition: JourneyDefinition,
  known: { readonly evidence?: readonly string[]; readonly elements?: readonly string[] } = {},
): Finding[] {
  const findings: Finding[] = []
  const report: Report = (code, path, value, level = 'error') =>
    findings.push({ code, level, at: { path }, value: String(value) })
  const stages = definition.stages.map((stage) => stage.id)
  if (stages.length === 0) report('no-stages', 'stages', '')
  reportTwice(stages, (index) => `stages[${index}].id`, report)
  reportTwice(definition.gates.map(gateId), (index) => `gates[${index}]`, report)
  reportTwice(
    definition.exits.map((exit) => exit.id),
    (index) => `exits[${index}].id`,
    report,
  )
  checkTimes(definition, stages, known, report)
  if (definition.exits.length === 0) report('no-exit', 'exits', definition.id, 'remark')
  definition.gates.forEach((gate, index) => {
    const path = `gates[${index}]`
    for (const end of ['from', 'to'] as const)
      if (!stages.includes(gate[end])) report('no-such-stage', `${path}.${end}`, gate[end])
    if (gate.from === gate.to) report('gate-to-itself', path, gate.from)
    if (gate.limit && !(gate.limit.days > 0)) report('not-positive', `${path}.limit.days`, gate.limit.days)
    if (gate.require.length === 0) report('asks-nothing', `${path}.require`, gateId(gate), 'remark')
    checkRequirements(gate, path, known, report)
  })
  checkRoads(definition, report)
  return findings
}

type Report = (code: string, path: string, value: string | number, level?: Finding['level']) => void

function reportTwice(ids: readonly string[], pathOf: (index: number) => string, report: Report): void {
  ids.forEach((id, index) => {
    if (ids.indexOf(id) < index) report('twice', pathOf(index), id)
  })
}

function checkTimes(
  { clocks = [], lights = [] }: JourneyDefinition,
  stages: readonly string[],
  known: { readonly evidence?: readonly string[] },
  report: Report,
): void {
  const isStage = (stage: string, path: string) => {
    if (!stages.includes(stage)) report('no-such-stage', path, stage)
  }
  reportTwice(
    clocks.map((clock) => clock.id),
    (index) => `clocks[${index}].id`,
    report,
  )
  clocks.forEach((clock, index) => {
    clock.during.forEach((stage, at) => {
      isStage(stage, `clocks[${index}].during[${at}]`)
    })
    if (!(clock.within.days > 0)) report('not-positive', `clocks[${index}].within.days`, clock.within.days)
    if (known.evidence && !known.evidence.includes(clock.stopsAt.evidence))
      report('no-such-evidence', `clocks[${index}].stopsAt.evidence`, clock.stopsAt.evidence)
  })
  reportTwice(
    lights.map((light) => light.id),
    (index) => `lights[${index}].id`,
    report,
  )
  lights.forEach((light, index) => {
    const path = `lights[${index}]`
    if ('monthEnds' in light) isStage(light.monthEnds.stage, `${path}.monthEnds.stage`)
    if ('months' in light) isStage(light.months.since, `${path}.months.since`)
    if ('points' in light)
      light.points.during.forEach((stage, at) => {
        isStage(stage, `${path}.points.during[${at}]`)
      })
  })
}

function checkRequirements(
  gate: Gate,
  path: string,
  known: { readonly evidence?: readonly string[]; readonly elements?: readonly string[] },
  report: Report,
): void {
  reportTwice(
    gate.require.map((requirement) => requirement.id),
    (index) => `${path}.require[${index}].id`,
    report,
  )
  gate.require.forEach((requirement, index) => {
    const at = `${path}.require[${index}]`
    if ('evidence' in requirement) {
      if (known.evidence && !known.evidence.includes(requirement.evidence))
        report('no-such-evidence', `${at}.evidence`, requirement.evidence)
      if (requirement.count !== undefined && !(Number.isInteger(requirement.count) && requirement.count > 0))
        report('not-positive', `${at}.count`, requirement.count)
    }
    if ('orders' in requirement && requirement.orders !== 'confirmed') {
      const { element } = requirement.orders
      if (known.elements && !known.elements.includes(element))
        report('no-such-element', `${at}.orders.element`, element)
    }
  })
}

function checkRoads(definition: JourneyDefinition, report: Report): void {
  const reached = new Set(definition.stages.slice(0, 1).map((stage) => stage.id))
  for (const stage of reached) for (const gate of gatesOut(definition, stage)) reached.add(gate.to)
  definition.stages.forEach((stage, index) => {
    const goesOn = gatesOut(definition, stage.id).length > 0
    if (stage.terminal && goesOn) report('terminal-goes-on', `stages[${index}]`, stage.id)
    if (!stage.terminal && !goesOn) report('dead-end', `stages[${index}]`, stage.id)
    if (!reached.has(stage.id)) report('unreachable', `stages[${index}]`, stage.id)
  })
}

import { type Day, Decimal, type Tri } from '@qiongding/kernel'

/** What one sort of event does: whether the project is one more, and whether its money counts. */
export type CountingRule = {
  /** What is said of the event: a first signing, an upgrade, an increase, a change of owner. */
  readonly is: string
  /** `counts`: one more project. `not`: none. `replaces`: it stands for the one it follows, on that one's day. */
  readonly project: 'counts' | 'not' | 'replaces'
  readonly money: 'counts' | 'not'
}

/** Rules in force from a day until the next. An event is counted by those of its own day, whatever is written later. */
export type CountingVersion = { readonly from: Day; readonly rules: readonly CountingRule[] }

/** Versions in the order of their days; `first` is what an event without a forerunner is where nothing is said. */
export type Counting = { readonly first: string; readonly versions: readonly CountingVersion[] }

/** One event that may count: a project that reached the stage. */
export type CountedEvent = {
  readonly id: string
  readonly day: Day
  /** In base units; absent where unknown. */
  readonly amount?: number
  /** Whether it is of the sort that is counted (above a sum, of a kind). */
  readonly verdict: Tri
  /** Whether the evidence that the rule asks for is on file. */
  readonly evidenced: boolean
  /** It ended in a way that takes it out of the count. */
  readonly lost: boolean
  /** What was said it is; absent where nobody said. */
  readonly is?: string
  /** The event it follows; absent where none is named. */
  readonly follows?: string
  /** Whom it is of: two events that share a key may be the same project. */
  readonly keys: readonly string[]
}

/** Why an event counts or does not. */
export const COUNTING_REASONS = [
  'counts',
  'not-of-the-sort',
  'sort-unknown',
  'no-evidence',
  'lost',
  'no-rule',
  'relation-unsaid',
  'forerunner-unsaid',
  'forerunner-unknown',
  'adds-no-project',
  'replaces',
  'replaced',
] as const
export type CountingReason = (typeof COUNTING_REASONS)[number]

export type CountedAs = {
  readonly id: string
  /** Whether it is one project of the count. */
  readonly project: Tri
  /** The day it counts on: its own, or that of the event it stands for. */
  readonly day: Day
  /** What it adds in money; absent where that is unknown, 0 where the rule says none. */
  readonly money?: number
  readonly because: CountingReason
  /** The other event that decided. */
  readonly other?: string
  /** What it was taken for. */
  readonly is?: string
}

const rulesOn = ({ versions }: Counting, on: Day) =>
  versions.filter((version) => version.from <= on).at(-1)?.rules

/**
 * What each event adds: a project once, whatever is signed of it later. An event of somebody who has an earlier one is not counted until
 * it is said what it is to that one; nothing said of it is unknown, and not a new project.
 * @param events all that reached the stage, of any day: an earlier one decides about a later one
 */
export function countEvents(events: readonly CountedEvent[], counting: Counting): Map<string, CountedAs> {
  const byId = new Map(events.map((event) => [event.id, event]))
  const ordered = events.toSorted((a, b) =>
    a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.id < b.id ? -1 : 1,
  )
  const earliest = new Map<string, string>()
  const decided = new Map<string, CountedAs>()
  /** Whom each replaced event is replaced by. */
  const replacedBy = new Map<string, string>()
  for (const event of ordered) {
    const forerunner = event.keys.map((key) => earliest.get(key)).find((id) => id !== undefined)
    for (const key of event.keys) if (!earliest.has(key)) earliest.set(key, event.id)
    decided.set(event.id, decide(event, { forerunner, counting, byId, replacedBy }))
  }
  // A chain of owners counts on the day of the first of them, and only as its last.
  for (const [id, one] of decided) {
    if (one.because !== 'replaces') continue
    const origin = originOf(id, byId, decided)
    const first = byId.get(origin)
    if (first) decided.set(id, { ...one, day: first.day })
  }
  for (const [id, other] of replacedBy) {
    const one = decided.get(id)
    if (one && decided.get(other)?.because === 'replaces')
      decided.set(id, { ...one, project: 'no', money: 0, because: 'replaced', other })
  }
  return decided
}

type Beside = {
  readonly forerunner: string | undefined
  readonly counting: Counting
  readonly byId: ReadonlyMap<string, CountedEvent>
  readonly replacedBy: Map<string, string>
}

function decide(event: CountedEvent, { forerunner, counting, byId, replacedBy }: Beside): CountedAs {
  const { id, day } = event
  const out = (because: CountingReason, other?: string): CountedAs => ({
    id,
    day,
    project: 'no',
    money: 0,
    because,
    ...(other !== undefined && { other }),
    ...(event.is !== undefined && { is: event.is }),
  })
  const unsure = (because: CountingReason, other?: string): CountedAs => {
    const { money: _, ...rest } = out(because, other)
    return { ...rest, project: 'unknown' }
  }
  if (event.lost) return out('lost')
  if (event.verdict === 'no') return out('not-of-the-sort')
  if (!event.evidenced) return out('no-evidence')
  if (event.is === undefined && forerunner !== undefined) return unsure('relation-unsaid', forerunner)
  const is = event.is ?? counting.first
  const rule = rulesOn(counting, day)?.find((one) => one.is === is)
  if (!rule) return unsure('no-rule')
  if (is !== counting.first) {
    if (event.follows === undefined) return unsure('forerunner-unsaid')
    const other = byId.get(event.follows)
    // What comes before is said of an earlier event: so no two follow each other.
    if (!other || other.day > day || (other.day === day && other.id >= id))
      return unsure('forerunner-unknown')
  }
  if (event.verdict === 'unknown') return unsure('sort-unknown')
  const money =
    rule.money === 'not' ? { money: 0 } : event.amount === undefined ? {} : { money: event.amount }
  const common = { id, day, is, ...money }
  if (rule.project === 'counts') return { ...common, project: 'yes', because: 'counts' }
  if (rule.project === 'not')
    return { ...common, project: 'no', because: 'adds-no-project', other: event.follows as string }
  const before = event.follows as string
  // Two that claim the place of one: the second is the one that stands in doubt.
  const taken = replacedBy.get(before)
  if (taken !== undefined) return unsure('relation-unsaid', taken)
  replacedBy.set(before, id)
  return { ...common, project: 'yes', because: 'replaces', other: before }
}

function originOf(
  id: string,
  byId: ReadonlyMap<string, CountedEvent>,
  decided: ReadonlyMap<string, CountedAs>,
): string {
  let at = id
  // Each step goes to an earlier event, so it ends.
  while (decided.get(at)?.because === 'replaces') {
    const before = byId.get(at)?.follows
    if (before === undefined) break
    at = before
  }
  return at
}

/** Projects and money of a span of days; what is in doubt is counted apart and in neither. */
export function tally(
  counted: Iterable<CountedAs>,
  { from, to }: { readonly from?: Day; readonly to: Day },
): { projects: number; money: Decimal; moneyUnknown: number; doubtful: number } {
  let [projects, moneyUnknown, doubtful] = [0, 0, 0]
  let money = new Decimal(0)
  for (const one of counted) {
    if ((from !== undefined && one.day < from) || one.day > to) continue
    if (one.project === 'unknown') {
      doubtful += 1
      continue
    }
    if (one.project === 'yes') projects += 1
    if (one.money === undefined) moneyUnknown += 1
    else money = money.plus(one.money)
  }
  return { projects, money, moneyUnknown, doubtful }
}

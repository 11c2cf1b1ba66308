import { type Day, day, type Value } from '@qiongding/kernel'
import { dueBefore, type Escalation, escalationOn, type Forum } from '@qiongding/lifecycle'

/** Working days after one day up to and including another; undefined where a year's holidays are not known. */
type WorkingDays = (after: Day, upTo: Day) => number | undefined

/** Something late of a journey, before anybody names it in a language. */
export type LateMatter = {
  readonly key: string
  readonly sort: 'order' | 'gate' | 'clock' | 'light'
  /** The order, stage, clock or rule it is of. */
  readonly of: string
  readonly due?: Day
  readonly days?: number
  readonly forum?: string
  readonly steps: Escalation['steps']
  readonly unsure: boolean
}

/** What is known of a journey that may be late. */
export type Watched = {
  readonly id: string
  readonly orders: readonly {
    readonly id: string
    readonly late: 'yes' | 'no' | 'unknown'
    readonly due?: string
  }[]
  readonly gate?: { readonly to: string; readonly late: 'yes' | 'no' | 'unknown'; readonly left?: number }
  readonly clocks: readonly {
    readonly id: string
    readonly late: 'yes' | 'no' | 'unknown'
    readonly left?: number | undefined
  }[]
  /** The rule that shows red. */
  readonly red?: string
}

type Asked = { readonly on: Day; readonly workingDaysBetween: WorkingDays }

export const keyOf = (sort: LateMatter['sort'], journeyId: string, of: string) => `${sort}:${journeyId}:${of}`

/** The journey that a key is of; undefined where it is no key. */
export function journeyOf(key: string): { journeyId: string; orderId?: string } | undefined {
  const [sort, journeyId, of] = key.split(':')
  if (!journeyId || of === undefined) return undefined
  return { journeyId, ...(sort === 'order' && { orderId: of }) }
}

/** Everything late of a journey, the one that climbed highest first. */
export function mattersOf(watched: Watched, forums: readonly Forum[], asked: Asked): LateMatter[] {
  const climbed = (sort: LateMatter['sort'], of: string, due: Day | undefined): LateMatter => {
    const key = keyOf(sort, watched.id, of)
    // How long it has been late cannot be said: it is late, so it belongs at least before the lowest.
    if (due === undefined) {
      const lowest = forums[0]?.id
      return {
        key,
        sort,
        of,
        steps: [],
        unsure: sort !== 'light',
        ...(lowest !== undefined && { forum: lowest }),
      }
    }
    const { steps, days, unsure } = escalationOn(due, forums, asked)
    const forum = steps.at(-1)?.forum
    return {
      key,
      sort,
      of,
      due,
      steps,
      unsure,
      ...(days !== undefined && { days }),
      ...(forum !== undefined && { forum }),
    }
  }
  const since = (left: number | undefined) => (left === undefined ? undefined : dueBefore(-left, asked))
  const found = [
    ...watched.orders
      .filter(({ late }) => late === 'yes')
      .map(({ id, due }) => climbed('order', id, due === undefined ? undefined : day(due))),
    ...(watched.gate?.late === 'yes' ? [climbed('gate', watched.gate.to, since(watched.gate.left))] : []),
    ...watched.clocks
      .filter(({ late }) => late === 'yes')
      .map(({ id, left }) => climbed('clock', id, since(left))),
    ...(watched.red === undefined ? [] : [climbed('light', watched.red, undefined)]),
  ]
  return found.toSorted(byHeight(forums))
}

/** The highest first, then the longest late; what came by no day last. */
function byHeight(forums: readonly Forum[]) {
  const height = ({ forum }: Pick<LateMatter, 'forum'>) => forums.findIndex(({ id }) => id === forum)
  return (one: LateMatter, other: LateMatter) =>
    height(other) - height(one) ||
    (other.days ?? -1) - (one.days ?? -1) ||
    (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)
}

export type Ranked = {
  readonly id: string
  readonly amount?: number
  readonly matters: readonly LateMatter[]
}

/**
 * What to talk about first: what climbed highest; of these the larger sum, an unknown one last; then what is late the longest. No weight,
 * so that everybody can see why one stands before another.
 */
export function inOrder<One extends Ranked>(projects: readonly One[], forums: readonly Forum[]): One[] {
  const height = ({ matters }: Ranked) => forums.findIndex(({ id }) => id === matters[0]?.forum)
  const late = ({ matters }: Ranked) => Math.max(-1, ...matters.map(({ days }) => days ?? -1))
  return projects.toSorted(
    (one, other) =>
      height(other) - height(one) ||
      (other.amount ?? -1) - (one.amount ?? -1) ||
      late(other) - late(one) ||
      (one.id < other.id ? -1 : 1),
  )
}

/** A sum of what is known, with how many are not. */
export function summed(amounts: readonly (Value | undefined)[]): { amount: number; amountUnknown: number } {
  const known = amounts.filter((one): one is number => typeof one === 'number')
  return { amount: known.reduce((sum, one) => sum + one, 0), amountUnknown: amounts.length - known.length }
}

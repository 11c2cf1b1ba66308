import type { ClauseColumn, FactColumn } from '@qiongding/clause/columns'
import type { Points } from '../definition.ts'
import { addPlanes, cutPlanes, exceeds, greaterPlanes, type Planes, putPlanes, reaches } from './planes.ts'

/** Verdicts of 32 subjects: both bits yes, `known` alone no, neither unknown, `yes` alone a matter for a person. */
export type Word = { yes: number; known: number }

/** Points of 32 subjects: bounds, who is still open to facts, and what has to be reached. */
type Slice = Word & {
  readonly low: Planes
  readonly high: Planes
  open: number
  /** Subjects whose points do not fit the scale: they are judged one by one. */
  odd: number
}

/** Works out one word of subjects. */
export type Step<T> = (word: number) => T

export type Sources = {
  /** The verdicts of a clause of the policy. */
  readonly answer: (clause: object) => ClauseColumn
  readonly column: (fact: string) => FactColumn | undefined
  /** The subject that the first bit of the first word belongs to. */
  readonly from: number
  readonly to: number
}

/** Points put together for 32 subjects at a time, with the verdict on what has to be reached. */
export function pointsStep(points: Points, sources: Sources): Step<Slice> {
  const scale = scaleOf(points)
  const planes = Math.max(1, 32 - Math.clz32(Math.floor(uncut(points) / scale)))
  return stepOf(points, { ...sources, scale, planes })
}

type Making = Sources & { readonly scale: number; readonly planes: number }

/** The greatest number of hundredths that all points are whole multiples of; experts give whole points as a rule. */
function scaleOf(points: Points): number {
  let scale = 0
  const take = (value: number): void => {
    let [a, b] = [scale, value]
    while (b > 0) [a, b] = [b, a % b]
    scale = a
  }
  const visit = (part: Points): void => {
    if (part.most !== undefined) take(part.most)
    if (part.kind === 'cases')
      for (const value of [part.otherwise, ...part.cases.map((each) => each.points)]) take(value)
    else if (part.kind === 'expert') take(100)
    else part.parts.forEach(visit)
  }
  visit(points)
  return scale || 1
}

/** The most there can be before anything is cut. */
function uncut(points: Points): number {
  switch (points.kind) {
    case 'cases':
      return Math.max(points.otherwise, ...points.cases.map((each) => each.points))
    case 'expert':
      return points.most
    case 'sum':
      return points.parts.reduce((sum, part) => sum + uncut(part), 0)
    case 'best':
      return Math.max(...points.parts.map(uncut))
  }
}

function stepOf(points: Points, making: Making): Step<Slice> {
  const slice: Slice = {
    low: new Int32Array(making.planes),
    high: new Int32Array(making.planes),
    open: 0,
    odd: 0,
    yes: -1,
    known: -1,
  }
  const fill = fillOf(points, making, slice)
  const { scale } = making
  const most = points.most === undefined ? undefined : points.most / scale
  // At least so much, or more than so much, in whole steps of the scale.
  const wanted =
    points.least !== undefined
      ? Math.ceil(points.least / scale)
      : points.above !== undefined
        ? Math.floor(points.above / scale) + 1
        : undefined
  return (word) => {
    slice.low.fill(0)
    slice.high.fill(0)
    slice.open = 0
    slice.odd = 0
    slice.yes = -1
    slice.known = -1
    fill(word)
    if (most !== undefined) {
      cutPlanes(slice.low, most)
      cutPlanes(slice.high, most)
    }
    slice.open &= exceeds(slice.high, slice.low)
    if (wanted !== undefined) {
      const yes = reaches(slice.low, wanted)
      const no = ~reaches(slice.high, wanted)
      both(slice, { yes: yes | (~no & ~slice.open), known: yes | no })
    }
    return slice
  }
}

/** The conjunction: a no decides, then an unknown, then a review. */
export function both(into: Word, { yes, known }: Word): void {
  const isNo = (into.known & ~into.yes) | (known & ~yes)
  const isUnknown = (~into.known & ~into.yes) | (~known & ~yes)
  const isYes = into.yes & into.known & yes & known
  into.yes = isYes | (~isNo & ~isUnknown)
  into.known = isYes | isNo
}

function fillOf(points: Points, making: Making, slice: Slice): (word: number) => void {
  switch (points.kind) {
    case 'sum': {
      const parts = points.parts.map((part) => stepOf(part, making))
      return (word) => {
        for (const step of parts) {
          const part = step(word)
          addPlanes(slice.low, part.low)
          addPlanes(slice.high, part.high)
          slice.open |= part.open
          slice.odd |= part.odd
          both(slice, part)
        }
      }
    }
    case 'best': {
      const parts = points.parts.map((part) => stepOf(part, making))
      return (word) => {
        const slices = parts.map((step) => step(word))
        for (const part of slices) {
          greaterPlanes(slice.low, part.low)
          greaterPlanes(slice.high, part.high)
          slice.odd |= part.odd
        }
        // What cannot come out on top does not keep it open.
        for (const part of slices) slice.open |= part.open & exceeds(part.high, slice.low)
      }
    }
    case 'expert': {
      const numbers = making.column(points.fact)?.numbers
      return (word) => fillExpert(slice, { numbers, word, most: points.most, making })
    }
    case 'cases':
      return fillCases(points, making, slice)
  }
}

function fillExpert(
  slice: Slice,
  {
    numbers,
    word,
    most,
    making,
  }: {
    readonly numbers: Float64Array | undefined
    readonly word: number
    readonly most: number
    readonly making: Making
  },
): void {
  const { scale, from, to } = making
  let given = 0
  for (let bit = 0; bit < 32; bit++) {
    const at = from + word * 32 + bit
    const value = at < to ? numbers?.[at] : undefined
    if (value === undefined || !(value >= 0 && value * 100 <= most)) continue
    const steps = (value * 100) / scale
    if (!Number.isInteger(steps)) {
      slice.odd |= 1 << bit
      continue
    }
    given |= 1 << bit
    putPlanes(slice.low, 1 << bit, steps)
    putPlanes(slice.high, 1 << bit, steps)
  }
  putPlanes(slice.high, ~given, most / scale)
}

function fillCases(
  points: Points & { readonly kind: 'cases' },
  { answer, scale }: Making,
  slice: Slice,
): (word: number) => void {
  const cases = points.cases.map((each) => ({ ...answer(each.clause), points: each.points / scale }))
  const values = [...cases.map((each) => each.points), points.otherwise / scale]
  const possible = new Int32Array(values.length)
  const rising = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!)
  const falling = rising.toReversed()
  return (word) => {
    let alive = -1
    for (let at = 0; at < cases.length; at++) {
      const yes = cases[at]!.yes[word]!
      const known = cases[at]!.known[word]!
      possible[at] = alive & ~(known & ~yes)
      slice.open |= alive & ~known & ~yes
      alive &= ~(yes & known)
    }
    possible[cases.length] = alive
    let left = -1
    for (const at of rising) {
      putPlanes(slice.low, left & possible[at]!, values[at]!)
      left &= ~possible[at]!
    }
    left = -1
    for (const at of falling) {
      putPlanes(slice.high, left & possible[at]!, values[at]!)
      left &= ~possible[at]!
    }
  }
}

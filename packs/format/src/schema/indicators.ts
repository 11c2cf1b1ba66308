import { z } from 'zod'
import { ClauseSource, DayText, Id, Label } from './common.ts'

/** Which rows are counted. Journeys count on the day they first reached the stage; subjects on the day the fact states. */
export const Population = z.union([
  z.strictObject({
    journeys: Id,
    reached: Id,
    where: ClauseSource.exactOptional(),
    /** Counted as the journey's `counting` says; every one of them counts, unless said. */
    counting: z.literal(true).exactOptional(),
  }),
  z.strictObject({ subjects: Id, where: ClauseSource.exactOptional(), day: Id.exactOptional() }),
])
export type Population = z.infer<typeof Population>

const Sum = z.strictObject({ fact: Id, over: Population })
const Count = z.strictObject({ count: Population })
const SumMeasure = z.strictObject({ sum: Sum })

/** Where readings come from: counted, summed or divided from our own rows, or a series typed in with its source. */
export const Measure = z.union([
  Count,
  SumMeasure,
  z.strictObject({
    ratio: z.strictObject({ part: z.union([Count, SumMeasure]), whole: z.union([Count, SumMeasure]) }),
  }),
  z.strictObject({ series: z.literal(true) }),
])
export type Measure = z.infer<typeof Measure>

export const IndicatorDefinition = z.strictObject({
  id: Id,
  /** The figure's number in its register, or the pack's own. */
  code: z.string().min(1),
  label: Label,
  /** What sort of figure: only `target` ever gets a pace; `rank` needs comparators we do not hold, and never does. */
  kind: z.enum(['baseline', 'target', 'plan', 'rule', 'history', 'rank']),
  group: Id.exactOptional(),
  op: z.enum(['>=', '>', '=', '<=', '<', 'about', 'rank']),
  /**
   * How it moves through its period: `total` (unless said) adds up from `start`, `level` is a stock at a moment, `ratio` a
   * growth or share. A level or ratio without `start` is compared with `value` all along.
   */
  progress: z.enum(['total', 'level', 'ratio']).exactOptional(),
  /** Where the line begins, in `unit`. */
  start: z.number().exactOptional(),
  /** In `unit`; absent where the text gives none. */
  value: z.number().exactOptional(),
  unit: z.string().min(1).exactOptional(),
  /** A figure made of several (17 in use, 5 under construction). */
  parts: z.array(z.strictObject({ label: Label, value: z.number() })).exactOptional(),
  /** A rank target: within what, and which place where the text names one. */
  rank: z.strictObject({ among: Label, place: z.int().positive().exactOptional() }).exactOptional(),
  period: z.strictObject({ from: DayText.exactOptional(), to: DayText.exactOptional() }).exactOptional(),
  owner: Id,
  with: z.array(Id).exactOptional(),
  definition: Label,
  source: Id,
  /** Consistency remarks a careful reader should see. */
  checks: z.array(Label).exactOptional(),
  /** A published result, with where it was published. */
  outcome: z
    .strictObject({ value: z.number(), asOf: DayText, source: Id, singleSource: z.boolean().exactOptional() })
    .exactOptional(),
  measure: Measure.exactOptional(),
  /** The target is made up for demonstration and must be shown so. */
  demonstration: z.boolean().exactOptional(),
})
export type IndicatorDefinition = z.infer<typeof IndicatorDefinition>

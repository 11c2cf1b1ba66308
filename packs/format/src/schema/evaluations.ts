import { z } from 'zod'
import { ClauseSource, DayText, Id, Label } from './common.ts'

/** What a unit's cases come to in one part, of those that reached a stage in the period. */
const EvaluationMeasure = z.union([
  /** How many; a case counts once, by the rules of counting of its journey. */
  z.strictObject({ reached: Id, where: ClauseSource.exactOptional() }),
  /** A fact of theirs, summed. */
  z.strictObject({ reached: Id, sum: Id, where: ClauseSource.exactOptional() }),
  /** One fact as a share of another, its mean. */
  z.strictObject({ reached: Id, ratio: Id, of: Id }),
  /** Of those that were opened in the period, the share on which evidence of a kind is on file. */
  z.strictObject({ opened: z.literal(true), evidence: Id }),
])
export type EvaluationMeasure = z.infer<typeof EvaluationMeasure>

/** How offices are evaluated by the cases in their care: parts with weights, and what is taken off. */
export const EvaluationDefinition = z.strictObject({
  id: Id,
  label: Label,
  journey: Id,
  period: z.strictObject({ from: DayText, to: DayText }),
  parts: z
    .array(
      z.strictObject({
        id: Id,
        label: Label,
        weight: z.number().positive(),
        measure: EvaluationMeasure,
        /** Held against all units by the efficacy coefficient, or against the unit's own target. A share is a score already. */
        against: z.union([
          z.literal('efficacy'),
          z.literal('share'),
          z.strictObject({ targets: z.record(Id, z.number().positive()) }),
        ]),
      }),
    )
    .min(1),
  penalties: z
    .array(
      z.strictObject({
        id: Id,
        label: Label,
        each: z.number().positive(),
        /** A case under way on which this rule of a light shows yellow or red. */
        light: Id,
      }),
    )
    .exactOptional(),
  source: Label,
})
export type EvaluationDefinition = z.infer<typeof EvaluationDefinition>

import { z } from 'zod'
import { zLabel } from '../../platform/http/contract.ts'

/** A place in a text that says what the pack warns of, with the pack's words for it. */
export const zWarning = z.object({
  pattern: z.string(),
  label: zLabel,
  article: zLabel,
  sentence: z.string(),
  from: z.number(),
  to: z.number(),
})
export type WordingWarning = z.infer<typeof zWarning>

/** A place as it is kept: what it was, and what was answered. */
export const zAnswered = zWarning
  .pick({ pattern: true, label: true, article: true, sentence: true })
  .extend({ answer: z.string() })

/** What whoever drafts answers to each place. */
export const zAnswers = z
  .array(z.object({ pattern: z.string(), from: z.number(), answer: z.string().trim().min(1).max(500) }))
  .max(100)

import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { definitionOf, findJourney } from '../../../spine/journeys/index.ts'
import { namedWarning, warningsOf } from '../../../spine/wording/index.ts'
import type { attractionContract } from '../contract.ts'

/** What a journey's pack looks for in the text of an agreement. Refuses where it has nothing to look for. */
export function reviewOf(ctx: Context, definition: string) {
  const review = definitionOf(ctx, definition)?.review
  if (!review) throw refuse('not-found', { review: definition })
  return review
}

export function draftReview(ctx: Context, { id, text }: InputOf<typeof attractionContract.draftReview>) {
  return reading(ctx, async (read) => {
    const { definition } = await findJourney(ctx, read, id)
    const { source, patterns } = reviewOf(ctx, definition)
    return { source, warnings: warningsOf(text, patterns).map((one) => namedWarning(patterns, one)) }
  })
}

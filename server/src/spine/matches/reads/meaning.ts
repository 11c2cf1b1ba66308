import { isLevel, type Profile, type RankedOffer } from '@qiongding/matching'
import type { Embedder } from '../../../platform/embedding.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { type AsOfDays, packOf } from '../../pack.ts'
import { isMasked, profilesAsOf } from '../../registry/index.ts'
import { rankNeed } from './ranking.ts'

/** So many of the first offers are put in order by meaning: what nobody looks at is not sent anywhere. */
export const HEAD = 200
/** Vectors kept, the latest used: 1,024 numbers each take some 40 MB together. */
const KEPT = 10_000
/** A text is cut here: models read no further than a few thousand characters. */
const LONGEST = 2_000

const kept = new WeakMap<Embedder, Map<string, Float32Array>>()

/** Vectors of texts, from memory or asked for. */
async function vectorsOf(
  embedder: Embedder,
  texts: readonly string[],
): Promise<readonly Float32Array[] | undefined> {
  const own = kept.get(embedder) ?? new Map<string, Float32Array>()
  kept.set(embedder, own)
  const lacking = [...new Set(texts.filter((text) => !own.has(text)))]
  const found = await embedder.embed(lacking)
  if (!found) return undefined
  for (const [at, text] of lacking.entries()) own.set(text, found[at] as Float32Array)
  const vectors = texts.map((text) => own.get(text) as Float32Array)
  for (const text of texts) {
    const vector = own.get(text) as Float32Array
    own.delete(text)
    own.set(text, vector)
  }
  for (const oldest of [...own.keys()].slice(0, Math.max(0, own.size - KEPT))) own.delete(oldest)
  return vectors
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, one, at) => sum + one * (b[at] ?? 0), 0)

/** What a subject says in the facts whose words order a ranking; nothing of it that is personal leaves the house. */
function textOf(ctx: Context, facts: Readonly<Record<string, unknown>>, keys: readonly string[]): string {
  const dictionary = packOf(ctx).facts
  return keys
    .filter((key) => !isMasked(dictionary.get(key)))
    .flatMap((key) => facts[key] ?? [])
    .join('\n')
    .slice(0, LONGEST)
}

/** How near the first offers of a ranking are to the need in meaning, by the district's model. */
export type Meaning = { readonly model: string; readonly near?: ReadonlyMap<string, number> }

/**
 * Asks the model outside of the read, so that nobody waits for the database meanwhile. Undefined where no model is set; without `near`
 * where it did not answer. Texts of past days are not sent.
 */
export async function meaningOf(
  ctx: Context,
  profile: Profile,
  { needId, asOf }: { readonly needId: string; readonly asOf: AsOfDays },
): Promise<Meaning | undefined> {
  const { embedder } = ctx.district
  if (!embedder || asOf.past) return undefined
  const { need, offers } = await reading(ctx, async (read) => {
    const { facts, ranking } = await rankNeed(ctx, read, profile, { needId, asOf, from: 0, limit: HEAD })
    const stored = await profilesAsOf(
      ctx,
      read,
      ranking.rows.map(({ id }) => id),
      asOf,
    )
    return {
      need: textOf(ctx, facts, profile.text.need),
      offers: stored.map((one) => ({ id: one.subject_id, text: textOf(ctx, one.facts, profile.text.offer) })),
    }
  })
  const telling = offers.filter(({ text }) => text !== '')
  if (need === '' || telling.length === 0) return { model: embedder.model, near: new Map() }
  const vectors = await vectorsOf(embedder, [need, ...telling.map(({ text }) => text)])
  const [wanted, ...others] = vectors ?? []
  if (!wanted) return { model: embedder.model }
  return {
    model: embedder.model,
    near: new Map(telling.map(({ id }, at) => [id, dot(wanted, others[at] as Float32Array)])),
  }
}

/** The head of a ranking with offers that the requirements leave level in the order of meaning; of whom nothing is known stands last. */
export function byMeaning(rows: readonly RankedOffer[], near: ReadonlyMap<string, number>): RankedOffer[] {
  const nearness = ({ id }: RankedOffer) => near.get(id) ?? Number.NEGATIVE_INFINITY
  const runs: RankedOffer[][] = []
  for (const row of rows) {
    const run = runs.at(-1)
    if (run?.[0] && isLevel(run[0], row)) run.push(row)
    else runs.push([row])
  }
  // Two of whom nothing is known stay as they are: the difference of two infinities is no number.
  return runs.flatMap((run) => run.toSorted((a, b) => nearness(b) - nearness(a) || 0))
}

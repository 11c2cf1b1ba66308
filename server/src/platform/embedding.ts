import type { Logger } from 'pino'

/** Texts as vectors of length 1, by a model that the house runs or has chosen; nothing where it does not answer. */
export type Embedder = {
  readonly model: string
  /** One vector a text, in their order. Undefined where the endpoint failed or is left alone for a while after it did. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[] | undefined>
}

export type EmbedderSettings = {
  /** An endpoint of OpenAI's form: POST `{ model, input }`, answered with `{ data: [{ index, embedding }] }`. */
  readonly url: string
  readonly model: string
  readonly token?: string
  /** Milliseconds until an unanswered question is given up. */
  readonly timeoutMs?: number
}

/** Whoever looks at a page waits no longer than this for an order that is only one of two. */
const TIMEOUT_MS = 3_000
/** Texts in one question: most endpoints take a few hundred. */
const BATCH = 64
/** After a failure nobody waits for the endpoint again for so long. */
const PAUSE_MS = 30_000
/** More dimensions than any published model has. */
const MOST_DIMENSIONS = 16_384

function unit(numbers: unknown, dimensions: number | undefined): Float32Array | undefined {
  if (!Array.isArray(numbers) || numbers.length === 0 || numbers.length > MOST_DIMENSIONS) return undefined
  if (dimensions !== undefined && numbers.length !== dimensions) return undefined
  const vector = Float32Array.from(numbers, Number)
  let squares = 0
  for (const one of vector) squares += one * one
  if (!Number.isFinite(squares) || squares === 0) return undefined
  const length = Math.sqrt(squares)
  return vector.map((one) => one / length)
}

/** Vectors of an answer in the order of the question. Throws where there are too few, or of different dimensions. */
function vectorsOf(answer: unknown, wanted: number, dimensions: number | undefined): Float32Array[] {
  const data = (answer as { data?: unknown } | null)?.data
  if (!Array.isArray(data) || data.length !== wanted)
    throw new Error(
      `the endpoint answered ${Array.isArray(data) ? data.length : 'no'} vectors for ${wanted} texts`,
    )
  const vectors: Float32Array[] = []
  let own = dimensions
  for (const [at, one] of data.entries()) {
    const { index = at, embedding } = (one ?? {}) as { index?: number; embedding?: unknown }
    const vector = unit(embedding, own)
    if (!vector || !Number.isInteger(index) || index < 0 || index >= wanted || vectors[index])
      throw new Error('the endpoint answered vectors that do not belong together')
    own ??= vector.length
    vectors[index] = vector
  }
  return vectors
}

/**
 * An embedder over HTTP. It never throws: an endpoint that hangs, refuses, or answers other dimensions than before is logged without the
 * texts, and left alone for half a minute.
 */
export function httpEmbedder(
  { url, model, token, timeoutMs = TIMEOUT_MS }: EmbedderSettings,
  logger: Pick<Logger, 'warn'>,
  now: () => number = Date.now,
): Embedder {
  let dimensions: number | undefined
  let silentUntil = 0
  const ask = async (texts: readonly string[], signal: AbortSignal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ model, input: texts }),
      redirect: 'error',
      signal,
    })
    if (!response.ok) throw new Error(`the endpoint answered ${response.status}`)
    const vectors = vectorsOf(await response.json(), texts.length, dimensions)
    dimensions ??= vectors[0]?.length
    return vectors
  }
  return {
    model,
    async embed(texts) {
      if (texts.length === 0) return []
      if (now() < silentUntil) return undefined
      const signal = AbortSignal.timeout(timeoutMs)
      const vectors: Float32Array[] = []
      try {
        for (let at = 0; at < texts.length; at += BATCH)
          vectors.push(...(await ask(texts.slice(at, at + BATCH), signal)))
        return vectors
      } catch (error) {
        silentUntil = now() + PAUSE_MS
        logger.warn({ embedding: error instanceof Error ? error.message : 'failed' }, 'no embeddings for now')
        return undefined
      }
    },
  }
}

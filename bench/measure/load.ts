import { Agent, request } from 'node:http'

/** What a loop measured: answers a second, and how long an answer took. */
export type Load = { rps: number; p50_ms: number; p99_ms: number; answers: number }

/** The smallest measured duration that a share of all does not exceed (nearest rank). */
export function percentile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
}

/**
 * Runs `once` in `connections` lanes, each asking again as soon as it is answered, first unmeasured, then measured.
 * @param once one question and its answer; the number counts up over all lanes
 * @throws the first failure of any lane
 */
export async function loop(
  connections: number,
  seconds: { warm: number; measured: number },
  once: (count: number, lane: number) => Promise<void>,
): Promise<Load> {
  let count = 0
  const run = async (duration: number) => {
    const took: number[] = []
    const began = performance.now()
    const until = began + duration * 1000
    await Promise.all(
      Array.from({ length: connections }, async (_, lane) => {
        for (let now = performance.now(); now < until; ) {
          await once(count++, lane)
          const later = performance.now()
          took.push(later - now)
          now = later
        }
      }),
    )
    return { took, elapsed: (performance.now() - began) / 1000 }
  }
  if (seconds.warm > 0) await run(seconds.warm)
  const { took, elapsed } = await run(seconds.measured)
  took.sort((a, b) => a - b)
  return {
    rps: took.length / elapsed,
    p50_ms: percentile(took, 0.5),
    p99_ms: percentile(took, 0.99),
    answers: took.length,
  }
}

export type Ask = { method: 'GET' | 'POST'; path: string; body?: unknown; headers?: Record<string, string> }

/** Keep-alive connections to one server, as few as lanes. */
export function client(base: string, connections: number, headers: Record<string, string>) {
  const url = new URL(base)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const ask = ({ method, path, body, headers: own }: Ask) =>
    new Promise<Buffer>((resolve, reject) => {
      const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
      const asked = request(
        {
          agent,
          method,
          path,
          host: url.hostname,
          port: url.port,
          headers: {
            ...headers,
            ...own,
            ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () => {
            const text = Buffer.concat(chunks)
            const status = answer.statusCode ?? 0
            if (status >= 200 && status < 300) resolve(text)
            else reject(new Error(`${method} ${path}: ${status} ${text.toString().slice(0, 300)}`))
          })
        },
      )
      asked.on('error', reject)
      asked.end(bytes)
    })
  return { ask, close: () => agent.destroy() }
}

// `http`: five operations on a list of enterprises, by 1 and by 16 connections, beside the driver alone.
import { openDriver } from './http/driver.ts'
import { operationNames, questions, someIds } from './http/operations.ts'
import { client, type Load, loop } from './measure/load.ts'
import { type Benchmark, type Options, type Result, rounded } from './measure/result.ts'
import { districtWith } from './measure/stage.ts'

type Target = { base: string; token: string; databaseUrl?: string }

const lines = (prefix: string, load: Load): Result[] => [
  { name: `${prefix}_rps`, value: rounded(load.rps), unit: '1/s' },
  { name: `${prefix}_p50_ms`, value: rounded(load.p50_ms), unit: 'ms' },
  { name: `${prefix}_p99_ms`, value: rounded(load.p99_ms), unit: 'ms' },
]

async function measure({ base, token, databaseUrl }: Target, { seconds, say }: Options): Promise<Result[]> {
  const ids = await someIds(base, token)
  const asks = questions(ids)
  const results: Result[] = []
  const duration = { warm: seconds / 4, measured: seconds }
  let made = 0
  for (const connections of [1, 16]) {
    const { ask, close } = client(base, connections, { authorization: `Bearer ${token}` })
    const driver = databaseUrl === undefined ? undefined : await openDriver(databaseUrl, connections, ids)
    for (const operation of operationNames) {
      const load = await loop(connections, duration, async (count) => {
        await ask(asks[operation](operation === 'create' ? made++ : count))
      })
      const prefix = `http.${operation}.c${connections}`
      results.push(...lines(prefix, load))
      say(`${prefix}: ${load.rps.toFixed(0)} a second, p99 ${load.p99_ms.toFixed(1)} ms`)
      if (!driver) continue
      for (const way of ['inTransaction', 'bare'] as const) {
        const alone = await loop(connections, duration, (count) =>
          driver[way][operation](operation === 'create' ? made++ : count),
        )
        const of = way === 'bare' ? 'the bare driver' : 'the driver in the same transaction and role'
        const ratio = rounded(load.rps / alone.rps)
        const name = `${prefix}_of_${way === 'bare' ? 'bare_driver' : 'driver'}`
        const compared = { value: ratio, unit: 'share', of: `${of}, ${alone.rps.toFixed(0)} a second`, ratio }
        results.push({ name, ...compared })
        // The ratio that stands for the operation is the one under load.
        if (way === 'inTransaction' && connections === 16)
          results.push({ name: `http.${operation}.of_driver`, ...compared })
      }
    }
    close()
    await driver?.close()
  }
  return results
}

/** With --base and --token the five operations run against that server, without the driver beside. */
export const http: Benchmark = async (options) => {
  if (options.base !== undefined) return measure({ base: options.base, token: options.token ?? '' }, options)
  const district = await districtWith(options.rows, options.say)
  try {
    return await measure(district, options)
  } finally {
    await district.stop()
  }
}

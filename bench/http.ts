// `http`: five operations on a list of enterprises, by 1 and by 16 connections, beside the driver alone.
import { openDriver } from './http/driver.ts'
import { openFloor } from './http/floor.ts'
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

/** Every operation by so many connections, beside the driver where its database is known. */
async function measureBy(
  connections: number,
  { base, token, databaseUrl }: Target,
  { ids, made, options }: { ids: readonly string[]; made: () => number; options: Options },
): Promise<Result[]> {
  const { seconds, say } = options
  const asks = questions(ids)
  const results: Result[] = []
  const duration = { warm: seconds / 4, measured: seconds }
  const { ask, close } = client(base, connections, { authorization: `Bearer ${token}` })
  const driver = databaseUrl === undefined ? undefined : await openDriver(databaseUrl, connections, ids)
  // What an operation is worth is how it does under load.
  const floor =
    databaseUrl === undefined || connections === 1
      ? undefined
      : await openFloor(databaseUrl, connections, duration)
  for (const operation of operationNames) {
    const nth = operation === 'create' ? made : undefined
    const load = await loop(connections, duration, async (count) => {
      await ask(asks[operation](nth?.() ?? count))
    })
    const prefix = `http.${operation}.c${connections}`
    results.push(...lines(prefix, load))
    say(`${prefix}: ${load.rps.toFixed(0)} a second, p99 ${load.p99_ms.toFixed(1)} ms`)
    const beside = (name: string, of: string, other: Load) => {
      const ratio = rounded(load.rps / other.rps)
      const compared = { value: ratio, unit: 'share', of: `${of}, ${other.rps.toFixed(0)} a second`, ratio }
      results.push({ name, ...compared })
      say(`${name}: ${ratio} of ${compared.of}`)
    }
    if (!driver) continue
    const alone = (way: 'inTransaction' | 'bare') =>
      loop(connections, duration, async (count) => {
        await driver[way][operation](nth?.() ?? count)
      })
    const same = await alone('inTransaction')
    beside(`${prefix}_of_driver`, 'the driver in the same transaction and role', same)
    beside(`${prefix}_of_bare_driver`, 'the bare driver', await alone('bare'))
    if (!floor) continue
    beside(`http.${operation}.of_driver`, 'the driver in the same transaction and role', same)
    let count = 0
    beside(
      `http.${operation}.of_floor`,
      'bare node:http before that driver',
      await floor.load(operation, nth ?? (() => count++)),
    )
  }
  if (floor) {
    const nothing = await floor.load('nothing', () => 0)
    results.push({ name: 'http.nothing_rps', value: rounded(nothing.rps), unit: '1/s' })
  }
  close()
  floor?.close()
  await driver?.close()
  return results
}

async function measure(target: Target, options: Options): Promise<Result[]> {
  const ids = await someIds(target.base, target.token)
  let created = 0
  const asked = { ids, made: () => created++, options }
  return [...(await measureBy(1, target, asked)), ...(await measureBy(16, target, asked))]
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

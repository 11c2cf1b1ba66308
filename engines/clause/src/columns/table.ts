import type { Facts, Value } from '@qiongding/kernel'

/**
 * One fact of many subjects. Numbers stand as numbers; every other value once in a list, with its place for each subject. A subject
 * that states neither says nothing.
 */
export type FactColumn = {
  /** Finite numbers, NaN where there is none; left out where no subject states a number. */
  readonly numbers?: Float64Array
  /** Place of the value in `values` plus one, 0 where there is none; left out where all values are numbers. */
  readonly codes?: Uint32Array
  readonly values: readonly Value[]
}

/** The facts of many subjects, fact by fact: plain data, so that it can be sent to a worker thread. */
export type Columns = { readonly subjects: number; readonly facts: ReadonlyMap<string, FactColumn> }

/** Buffers that several threads read at once, or of this thread's own. */
type Memory = (bytes: number) => ArrayBuffer | SharedArrayBuffer

/** What tells two values apart: texts that look like lists or booleans are not them. */
function tokenOf(value: Value): string {
  return typeof value === 'string' ? `"${value}` : JSON.stringify(value)
}

/** A value that says something: blank text, broken numbers and what no fact can hold are unknown. */
function stated(value: Value | undefined): Value | undefined {
  switch (typeof value) {
    case 'string':
      return value.trim() === '' ? undefined : value
    case 'number':
      return Number.isFinite(value) ? value : undefined
    case 'boolean':
      return value
    default:
      return Array.isArray(value) ? value : undefined
  }
}

function columnOf(key: string, subjects: readonly Facts[], memory: Memory): FactColumn {
  let numbers: Float64Array | undefined
  let codes: Uint32Array | undefined
  const values: Value[] = []
  const known = new Map<string, number>()
  for (let at = 0; at < subjects.length; at++) {
    const value = stated(subjects[at]![key])
    if (value === undefined) continue
    if (typeof value === 'number') {
      numbers ??= new Float64Array(memory(subjects.length * 8)).fill(Number.NaN)
      numbers[at] = value
      continue
    }
    codes ??= new Uint32Array(memory(subjects.length * 4))
    const token = tokenOf(value)
    let code = known.get(token)
    if (code === undefined) {
      code = values.push(value)
      known.set(token, code)
    }
    codes[at] = code
  }
  return { ...(numbers && { numbers }), ...(codes && { codes }), values }
}

/**
 * Lays the facts of many subjects out fact by fact, to be judged by `judgeColumns`. `keys` are the facts that the clauses read
 * (`clause.facts`). With `shared` the tables lie in memory that worker threads read without a copy. About 8 bytes for each number and
 * 4 for each other value, besides the different values themselves.
 *
 * ```ts
 * columnsOf(['revenue'], [{ revenue: 20_000_000 }, {}]).facts.get('revenue') // { numbers: Float64Array [20000000, NaN], values: [] }
 * ```
 */
export function columnsOf(
  keys: readonly string[],
  subjects: readonly Facts[],
  { shared = false }: { readonly shared?: boolean } = {},
): Columns {
  const memory: Memory = shared ? (bytes) => new SharedArrayBuffer(bytes) : (bytes) => new ArrayBuffer(bytes)
  return {
    subjects: subjects.length,
    facts: new Map([...new Set(keys)].map((key) => [key, columnOf(key, subjects, memory)])),
  }
}

/** What a subject states of a fact. */
export function valueIn(column: FactColumn | undefined, subject: number): Value | undefined {
  if (!column) return undefined
  const code = column.codes?.[subject] ?? 0
  if (code > 0) return column.values[code - 1]
  const number = column.numbers?.[subject]
  return number === undefined || Number.isNaN(number) ? undefined : number
}

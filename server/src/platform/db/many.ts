import { type RawBuilder, sql } from 'kysely'

type Scalar = string | number | boolean | null
/** A column of many rows: its SQL type, and a value for each row. */
export type Column = { readonly type: string; readonly values: readonly Scalar[] }

/** Between two values of a column, and in place of a missing one: control characters that no JSON and hardly any text holds. */
const BETWEEN = '\u001e'
const MISSING = '\u0015'

const textOf = (value: Scalar) => (value === null ? null : String(value))

/** A list of texts as one parameter, an SQL `text[]`. Joined it is neither quoted here nor unquoted there, which for an array costs as much as the insert. */
export function textArray(values: readonly Scalar[]): RawBuilder<string[]> {
  const texts = values.map(textOf)
  if (texts.some((text) => text !== null && (text.includes(BETWEEN) || text === MISSING)))
    return sql`${texts}::text[]`
  // An empty text would come back as a list of nothing.
  if (texts.length === 1) return sql`array[${texts[0]}::text]`
  return sql`string_to_array(${texts.map((text) => text ?? MISSING).join(BETWEEN)}::text, ${sql.lit(BETWEEN)}, ${sql.lit(MISSING)})`
}

/**
 * Many rows as the source of one INSERT: what to select for each column, in order, and from where. A column whose value is the same
 * in every row travels once.
 */
export function manyRows(columns: Readonly<Record<string, Column>>): {
  readonly names: RawBuilder<unknown>
  readonly select: RawBuilder<unknown>
} {
  const entries = Object.entries(columns)
  const rows = entries[0]?.[1].values.length ?? 0
  const varying = entries.filter(([, { values }]) => values.some((value) => value !== values[0]))
  const expression = ([name, { type, values }]: (typeof entries)[number]) =>
    varying.some(([one]) => one === name)
      ? sql`${sql.ref(name)}::${sql.raw(type)} as ${sql.ref(name)}`
      : sql`${textOf(values[0] ?? null)}::text::${sql.raw(type)} as ${sql.ref(name)}`
  const from =
    varying.length > 0
      ? sql`unnest(${sql.join(varying.map(([, { values }]) => textArray(values)))}) as made (${sql.join(varying.map(([name]) => sql.ref(name)))})`
      : sql`generate_series(1, ${sql.lit(rows)})`
  return {
    names: sql.join(entries.map(([name]) => sql.ref(name))),
    select: sql`select ${sql.join(entries.map(expression))} from ${from}`,
  }
}

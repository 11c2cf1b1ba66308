import { type RawBuilder, sql } from 'kysely'

type Scalar = string | number | boolean | null
/** A column of many rows: its SQL type, and a value for each row, or one for all. */
export type Column =
  | { readonly type: string; readonly values: readonly Scalar[] }
  | { readonly type: string; readonly value: Scalar }

/** Between two values of a column, and in place of a missing one: control characters that no JSON and hardly any text holds. */
const BETWEEN = '\u001e'
const MISSING = '\u0015'

const textOf = (value: Scalar) => (value === null ? null : String(value))

/** A list of texts as one parameter, an SQL `text[]`. Joined it is neither quoted here nor unquoted there, which for an array costs as much as the insert. */
export function textArray(values: readonly Scalar[]): RawBuilder<string[]> {
  const texts: string[] = []
  for (const value of values) {
    const text = value === null ? MISSING : typeof value === 'string' ? value : String(value)
    if (value !== null && (text === MISSING || text.includes(BETWEEN)))
      return sql`${values.map(textOf)}::text[]`
    texts.push(text)
  }
  // An empty text would come back as a list of nothing.
  if (texts.length === 1) return sql`array[${textOf(values[0] ?? null)}::text]`
  return sql`string_to_array(${texts.join(BETWEEN)}::text, ${sql.lit(BETWEEN)}, ${sql.lit(MISSING)})`
}

/** What all rows have in a column, where that is one and the same. */
function commonOf(column: Column): { readonly value: Scalar } | undefined {
  if ('value' in column) return column
  const [first = null] = column.values
  return column.values.every((value) => value === first) ? { value: first } : undefined
}

/**
 * Many rows as the source of one INSERT: the names of their columns, and what to select for each, in order. A column whose value is the
 * same in every row travels once; one at least has values of its own.
 */
export function manyRows(columns: Readonly<Record<string, Column>>): {
  readonly names: RawBuilder<unknown>
  readonly select: RawBuilder<unknown>
} {
  const expressions: RawBuilder<unknown>[] = []
  const varying: { readonly name: string; readonly values: readonly Scalar[] }[] = []
  let rows = 0
  for (const [name, column] of Object.entries(columns)) {
    const common = commonOf(column)
    if ('values' in column) rows = column.values.length
    if (!common && 'values' in column) varying.push({ name, values: column.values })
    const value = common ? sql`${textOf(common.value)}::text` : sql.ref(name)
    expressions.push(sql`${value}::${sql.raw(column.type)} as ${sql.ref(name)}`)
  }
  const from =
    varying.length > 0
      ? sql`unnest(${sql.join(varying.map(({ values }) => textArray(values)))}) as made (${sql.join(varying.map(({ name }) => sql.ref(name)))})`
      : sql`generate_series(1, ${sql.lit(rows)})`
  return {
    names: sql.join(Object.keys(columns).map((name) => sql.ref(name))),
    select: sql`select ${sql.join(expressions)} from ${from}`,
  }
}

/** Rows from a cursor on, which is how many came before, and the cursor of what follows. A cursor that is none begins anew. */
export function pageOf<Row>(
  rows: readonly Row[],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { page: Row[]; next?: string } {
  const from = Math.max(0, Number.parseInt(cursor ?? '0', 10) || 0)
  return {
    page: rows.slice(from, from + limit),
    ...(from + limit < rows.length && { next: String(from + limit) }),
  }
}

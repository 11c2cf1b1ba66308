/** The page of a list that is asked for: from a cursor on, or from its beginning where there is none. */
export function paged(cursor: string, limit = 50): { readonly limit: number; readonly cursor?: string } {
  return cursor === '' ? { limit } : { limit, cursor }
}

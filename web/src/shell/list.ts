import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'

/** The filters of a list live in its address, so that a list can be sent to a colleague. */
export function useFilters(): {
  value: (key: string) => string | undefined
  set: (changes: Readonly<Record<string, string | undefined>>) => void
} {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  return {
    value: (key) => (search[key] === '' ? undefined : search[key]),
    set: (changes) => {
      void navigate({
        to: '.',
        replace: true,
        search: ((previous: Record<string, string | undefined>) => {
          const next = { ...previous, ...changes }
          return Object.fromEntries(
            Object.entries(next).filter(([, value]) => value !== undefined && value !== ''),
          )
        }) as never,
      })
    },
  }
}

type Page<Row> = { readonly rows: readonly Row[] }

/** The rows of all pages fetched so far, in order. */
export function useRows<Row>(pages: readonly Page<Row>[] | undefined): readonly Row[] {
  return useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages])
}

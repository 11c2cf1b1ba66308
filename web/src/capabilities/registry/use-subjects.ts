import type { SubjectRow } from '@qiongding/server/spine/registry/contract'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { OutputOf } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'
import { type ListFilter, PAGE, subjectPageQuery } from './queries.ts'

type Page = OutputOf<typeof import('@qiongding/server/spine/registry/contract')['registryContract']['list']>

/** Rows fetched before and behind those in view, so that a slow scroll never meets an empty row. */
const AHEAD = 40
/** A pull at the scroll bar passes over thousands of rows; only those where it rests this long are asked for, in milliseconds. */
const REST_MS = 90

export type Subjects = {
  readonly total: number | undefined
  /** A row by its number; absent while it is on its way. */
  readonly rowAt: (at: number) => SubjectRow | undefined
  readonly onRange: (first: number, last: number) => void
  /** Rows in the browser so far. */
  readonly loaded: readonly SubjectRow[]
  readonly abilities: readonly string[]
  /** The list cannot be read at all. */
  readonly error: Error | null
  /** Some rows further down did not come. */
  readonly gaps: boolean
  readonly isFetching: boolean
  readonly again: () => void
}

const pagesOf = (first: number, last: number): readonly number[] => {
  const from = Math.max(0, Math.floor((first - AHEAD) / PAGE))
  const to = Math.floor((last + AHEAD) / PAGE)
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}

/** The rows of a list by their numbers: pages are fetched where the reader looks, in both directions, and forgotten a while after. */
export function useSubjects(kind: string, filter: ListFilter, asOf: AsOf): Subjects {
  const client = useQueryClient()
  const list = JSON.stringify([kind, filter, asOf])
  const [look, setLook] = useState({ list, pages: [0] as readonly number[] })
  // Another list begins at its top.
  const inView = look.list === list ? look.pages : [0]
  const pages = inView.includes(0) ? inView : [0, ...inView]
  const answers = useQueries({
    queries: pages.map((page) => subjectPageQuery(client, { kind, filter, asOf, page })),
  })

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const onRange = useCallback(
    (first: number, last: number) => {
      const wanted = pagesOf(first, last)
      clearTimeout(timer.current)
      const settle = () =>
        setLook((before) =>
          before.list === list && before.pages.join() === wanted.join() ? before : { list, pages: wanted },
        )
      // Going on to the next page needs no rest: it is where the reader will be in a moment.
      timer.current = setTimeout(settle, REST_MS)
    },
    [list],
  )
  useEffect(() => () => clearTimeout(timer.current), [])

  const first = answers[pages.indexOf(0)]
  const latest = answers.reduce<{ at: number; total: number | undefined }>(
    (known, { data, dataUpdatedAt }) =>
      data?.total !== undefined && dataUpdatedAt >= known.at
        ? { at: dataUpdatedAt, total: data.total }
        : known,
    { at: 0, total: undefined },
  )
  const total = latest.total
  // Others wrote meanwhile: a page further down counts other rows than the first one did.
  const { refetch } = first ?? {}
  const outdated = first?.data?.total !== undefined && total !== undefined && first.data.total !== total
  useEffect(() => {
    if (outdated) void refetch?.()
  }, [outdated, refetch])

  const stamp = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew whenever a page has arrived
  const kept = useMemo(
    () =>
      new Map(
        client
          .getQueriesData<Page>({
            queryKey: subjectPageQuery(client, { kind, filter, asOf, page: 0 }).queryKey.slice(0, 4),
          })
          .flatMap(([key, data]) => (data ? [[key[4] as number, data] as const] : [])),
      ),
    [client, list, stamp],
  )
  const rowAt = useCallback((at: number) => kept.get(Math.floor(at / PAGE))?.rows[at % PAGE], [kept])
  const loaded = useMemo(
    () => [...kept].toSorted(([a], [b]) => a - b).flatMap(([, page]) => page.rows),
    [kept],
  )
  return {
    total,
    rowAt,
    onRange,
    loaded,
    abilities: first?.data?.abilities ?? [],
    error: first?.data === undefined ? (first?.error ?? null) : null,
    gaps: answers.some(({ error }) => error !== null),
    isFetching: answers.some(({ isFetching }) => isFetching),
    again: () => {
      for (const answer of answers) if (answer.error) void answer.refetch()
    },
  }
}

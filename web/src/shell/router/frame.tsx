import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet, retainSearchParams } from '@tanstack/react-router'
import { asOfFrom } from '../as-of.ts'
import { Nowhere, Workbench } from '../workbench.tsx'

type Search = { [key: string]: string | undefined; on?: string; known?: string }

/** Search parameters are plain text; each page reads the ones it knows. Every page but sign-in keeps the day. */
function plainSearch(search: Record<string, unknown>): Search {
  const { on: _on, known: _known, ...rest } = search
  const text = Object.entries(rest).filter((entry): entry is [string, string | number | boolean] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]),
  )
  return { ...Object.fromEntries(text.map(([key, value]) => [key, String(value)])), ...asOfFrom(search) }
}

/** What every address stands under. */
export const root = createRootRouteWithContext<{ client: QueryClient }>()({
  validateSearch: plainSearch,
  component: Outlet,
  notFoundComponent: Nowhere,
})

/** The frame of whoever is signed in. */
export const workbench = createRoute({
  getParentRoute: () => root,
  id: 'workbench',
  component: Workbench,
  search: { middlewares: [retainSearchParams<Search>(['on', 'known'])] },
})

import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { root, workbench } from './frame.tsx'
import { outside } from './outside.tsx'
import { pages } from './pages.tsx'

const tree = root.addChildren([...outside, workbench.addChildren(pages)])

export function routerOf(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    // At once: a page on its way says that it is busy, and shows what stands in for it only when it is late.
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
    defaultPendingComponent: () => (
      <div className="q-page">
        <Skeleton />
      </div>
    ),
    defaultErrorComponent: ({ error, reset }) => (
      <div className="q-page">
        <ErrorState error={error} again={reset} />
      </div>
    ),
    scrollRestoration: true,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const entries = Object.entries(search).filter(
        (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
      )
      const text = new URLSearchParams(entries).toString()
      return text === '' ? '' : `?${text}`
    },
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof routerOf>
  }
}

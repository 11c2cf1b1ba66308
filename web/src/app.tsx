import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ToastProvider } from './kit/toast.tsx'
import { AppearanceProvider } from './shell/appearance.tsx'
import { problemOf } from './shell/problem.ts'
import { routerOf } from './shell/router/index.tsx'

/** Lost lines and faults are tried twice more; a refusal is an answer and never tried again. */
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => problemOf(error).kind === 'offline' && count < 2,
      refetchOnWindowFocus: false,
    },
  },
})

const router = routerOf(client)

export function App(): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <AppearanceProvider>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </AppearanceProvider>
    </QueryClientProvider>
  )
}

import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'

export type Crumb = { text: string; to?: string }
type PageState = { crumbs: readonly Crumb[]; note?: string | undefined }

const PageContext = createContext<PageState>({ crumbs: [] })
const SetPageContext = createContext<(state: PageState) => void>(() => undefined)

/** Holds what the page on screen calls itself, for the top bar and the window title. */
export function PageProvider(props: { children: ReactNode }): ReactNode {
  const [state, setState] = useState<PageState>({ crumbs: [] })
  return (
    <SetPageContext value={setState}>
      <PageContext value={state}>{props.children}</PageContext>
    </SetPageContext>
  )
}

export function usePageState(): PageState {
  return use(PageContext)
}

/** Names the page: the way to it, itself last, and a short word of what it shows. */
export function usePage(crumbs: readonly Crumb[], note?: string): void {
  const set = use(SetPageContext)
  const text = JSON.stringify(crumbs.filter((crumb) => crumb.text !== ''))
  const kept = useMemo(() => JSON.parse(text) as Crumb[], [text])
  useEffect(() => {
    set({ crumbs: kept, note })
    const title = kept.map((crumb) => crumb.text).at(-1)
    if (title) document.title = `${title} · Qiongding`
  }, [set, kept, note])
}

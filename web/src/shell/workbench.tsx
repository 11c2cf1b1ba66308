import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Brand, Icon } from '../kit/icons.tsx'
import { ErrorState, Skeleton } from '../kit/states.tsx'
import { TodayContext } from '../kit/use-format.ts'
import { useAsOf } from './as-of.ts'
import { PastStrip } from './as-of-switch.tsx'
import { Find } from './find.tsx'
import { Keys } from './keys.tsx'
import { PackContext, useLabel } from './pack.ts'
import { PageProvider } from './page.tsx'
import { PhoneTabs } from './phone-tabs.tsx'
import { packQuery, sessionQuery } from './queries.ts'
import { SessionContext, type SignedIn } from './session.ts'
import { SideBar } from './side-bar.tsx'
import { TopBar } from './top-bar.tsx'
import './list.css'
import './shell.css'

const FOLD_KEPT = 'qiongding.folded'

/** The frame of every page behind the sign-in: waits for who I am and which pack this is, then shows the page. */
export function Workbench(): ReactNode {
  const session = useQuery(sessionQuery)
  const pack = useQuery({ ...packQuery(session.data?.pack ?? ''), enabled: session.data !== undefined })
  const { on } = useAsOf()
  if (session.error) return <ErrorState error={session.error} again={() => void session.refetch()} />
  if (session.data && !session.data.person) return <ToSignIn />
  if (pack.error) return <ErrorState error={pack.error} again={() => void pack.refetch()} />
  if (!session.data?.person || !pack.data) return <Skeleton />
  return (
    <SessionContext value={session.data as SignedIn}>
      <PackContext value={pack.data}>
        <TodayContext value={on ?? session.data.today}>
          <PageProvider>
            <Frame />
          </PageProvider>
        </TodayContext>
      </PackContext>
    </SessionContext>
  )
}

/**
 * Goes to the sign-in once. This frame stays until that page has arrived, and the address is the new one by then: an address
 * read on every drawing would ask for the sign-in of the sign-in without end.
 */
function ToSignIn(): ReactNode {
  const router = useRouter()
  useEffect(() => {
    const { href, pathname } = router.latestLocation
    if (pathname !== '/signin') void router.navigate({ to: '/signin', search: { to: href }, replace: true })
  }, [router])
  return <Skeleton />
}

/** Typing must not trigger the keys of a page. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

function Frame(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const session = useQuery(sessionQuery)
  const [finding, setFinding] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const [folded, setFolded] = useState(localStorage.getItem(FOLD_KEPT) === 'yes')
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setFinding(true)
      } else if (event.key === '?' && !isTyping(event.target)) setShowsKeys(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <div className={`q-shell ${folded ? 'folded' : ''}`}>
      <a className="q-skip" href="#q-main">
        {t('shell.skip')}
      </a>
      <header className="q-header">
        <div className="q-brand">
          <Link to="/" aria-label={t('product')}>
            <Brand size={24} />
            {!folded && <span className="name">{t('product')}</span>}
          </Link>
          {!folded && (
            <span className="district q-clip" title={label(session.data?.district.name)}>
              {label(session.data?.district.name)}
            </span>
          )}
        </div>
        <TopBar onFind={() => setFinding(true)} onKeys={() => setShowsKeys(true)} />
      </header>
      <SideBar
        folded={folded}
        onFold={() => {
          localStorage.setItem(FOLD_KEPT, folded ? 'no' : 'yes')
          setFolded(!folded)
        }}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the page scrolls here, so keys must reach it */}
      <main id="q-main" className="q-main" tabIndex={0}>
        <PastStrip />
        <Outlet />
      </main>
      <PhoneTabs onFind={() => setFinding(true)} />
      {finding && <Find onClose={() => setFinding(false)} />}
      {showsKeys && <Keys onClose={() => setShowsKeys(false)} />}
    </div>
  )
}

/** Shown where an address leads nowhere. */
export function Nowhere(): ReactNode {
  const { t } = useTranslation()
  return (
    <div className="q-page">
      <div className="q-state">
        <div className="q-row q-strong">
          <Icon name="find" />
          {t('state.nowhere.title')}
        </div>
        <p>{t('state.nowhere.cure')}</p>
        <Link to="/">{t('state.nowhere.home')}</Link>
      </div>
    </div>
  )
}

import { Link, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { GroupGlyph, Icon } from '../kit/icons.tsx'
import { useFormat } from '../kit/use-format.ts'
import { type Place, useNavigation } from './navigation.ts'
import { useWaiting } from './waiting.ts'

/** Whether a place is the one on screen: its own path, or a record below it. */
function useIsHere(): (to: string) => boolean {
  const location = useLocation()
  const here = location.href
  return (to) => {
    if (to === '/') return location.pathname === '/'
    if (to.startsWith('/settings')) return location.pathname.startsWith('/settings') && here.startsWith(to)
    const [path, query] = to.split('?') as [string, string | undefined]
    if (query !== undefined) return location.pathname === path && here.includes(query)
    return location.pathname === path || location.pathname.startsWith(`${path}/`)
  }
}

function PlaceLink(props: {
  place: Place
  here: boolean
  folded: boolean
  waiting: number | undefined
}): ReactNode {
  const { place, waiting } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [path, query] = place.to.split('?') as [string, string | undefined]
  const search = Object.fromEntries(new URLSearchParams(query ?? ''))
  return (
    <Link
      to={path}
      search={search as never}
      activeProps={{}}
      className={props.here ? 'here' : ''}
      {...(props.here ? { 'aria-current': 'page' as const } : {})}
      {...(props.folded ? { title: place.text, 'aria-label': place.text } : {})}
    >
      <Icon name={place.icon} />
      {!props.folded && <span className="q-clip">{place.text}</span>}
      {waiting !== undefined &&
        waiting > 0 &&
        (props.folded ? (
          <i className="waiting-dot" />
        ) : (
          <span className="count waiting" title={t('shell.waits', { n: format.figure(waiting) })}>
            {format.figure(waiting)}
          </span>
        ))}
    </Link>
  )
}

export function SideBar(props: { folded: boolean; onFold: () => void }): ReactNode {
  const { t } = useTranslation()
  const groups = useNavigation()
  const isHere = useIsHere()
  const waiting = useWaiting()
  const top = groups.filter((group) => group.mark !== 'none')
  const bottom = groups.filter((group) => group.mark === 'none')
  return (
    <nav className={`q-side ${props.folded ? 'folded' : ''}`} aria-label={t('shell.navigation')}>
      {top.map((group) => (
        <div key={group.id}>
          {group.mark !== 'dome' && !props.folded && (
            <div className="group">
              <GroupGlyph mark={group.mark} />
              <b>{group.text}</b>
              <span>{group.hint}</span>
            </div>
          )}
          {group.mark !== 'dome' && props.folded && <hr />}
          {group.items.map((place) => (
            <PlaceLink
              key={place.id}
              place={place}
              here={isHere(place.to)}
              folded={props.folded}
              waiting={place.narrow ? undefined : waiting.get(place.screen)}
            />
          ))}
        </div>
      ))}
      <div className="q-grow" />
      {bottom.map((group) => (
        <div key={group.id}>
          {group.items.map((place) => (
            <PlaceLink
              key={place.id}
              place={place}
              here={isHere(place.to)}
              folded={props.folded}
              waiting={place.narrow ? undefined : waiting.get(place.screen)}
            />
          ))}
        </div>
      ))}
      <button type="button" className="fold" onClick={props.onFold} aria-expanded={!props.folded}>
        <Icon name="fold" />
        {!props.folded && <span>{t('shell.fold')}</span>}
        {props.folded && <span className="q-hidden">{t('shell.unfold')}</span>}
      </button>
    </nav>
  )
}

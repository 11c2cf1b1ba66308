import { Link, useLocation } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { GroupGlyph, Icon, type IconName } from '../kit/icons.tsx'
import { Go } from './go.tsx'
import { useNavigation } from './navigation.ts'

type Tab = { key: string; icon: IconName; to: string }

const TABS: readonly Tab[] = [
  { key: 'dome', icon: 'dome', to: '/' },
  { key: 'orders', icon: 'clock', to: '/orders' },
  { key: 'journeys', icon: 'board', to: '/journeys' },
]

/** The bottom bar of a phone: the three pages most used, search, and everything else. */
export function PhoneTabs(props: { onFind: () => void }): ReactNode {
  const { t } = useTranslation()
  const location = useLocation()
  const groups = useNavigation()
  const [more, setMore] = useState(false)
  return (
    <>
      {more && (
        <div className="q-phone-more" role="dialog" aria-label={t('tabs.more')}>
          {groups.map((group) => (
            <div key={group.id}>
              {group.text !== '' && (
                <div className="q-row q-small q-third" style={{ marginTop: 12 }}>
                  <GroupGlyph mark={group.mark} />
                  {group.text}
                </div>
              )}
              {group.items.map((place) => (
                <Go key={place.id} className="q-list-row" to={place.to} onGo={() => setMore(false)}>
                  <Icon name={place.icon} />
                  {place.text}
                </Go>
              ))}
            </div>
          ))}
        </div>
      )}
      <nav className="q-tabs" aria-label={t('shell.tabs')}>
        {TABS.map((tab) => {
          const here = tab.to === '/' ? location.pathname === '/' : location.pathname.startsWith(tab.to)
          return (
            <Link
              key={tab.key}
              to={tab.to}
              className={here ? 'here' : ''}
              onClick={() => setMore(false)}
              {...(here ? { 'aria-current': 'page' as const } : {})}
            >
              <Icon name={tab.icon} />
              {t(`tabs.${tab.key}`)}
            </Link>
          )
        })}
        <button type="button" onClick={props.onFind}>
          <Icon name="find" />
          {t('tabs.find')}
        </button>
        <button type="button" aria-expanded={more} onClick={() => setMore(!more)}>
          <Icon name="more" />
          {t('tabs.more')}
        </button>
      </nav>
    </>
  )
}

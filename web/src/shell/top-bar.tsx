import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../kit/icons.tsx'
import { useFormat } from '../kit/use-format.ts'
import { post } from './api.ts'
import { type Density, type ThemeChoice, useAppearance } from './appearance.tsx'
import { AsOfSwitch } from './as-of-switch.tsx'
import { Go } from './go.tsx'
import { type LanguageName, speak } from './i18n.ts'
import { JobsTray } from './jobs.tsx'
import { useLabel } from './pack.ts'
import { usePageState } from './page.tsx'
import { Popup } from './popup.tsx'
import { useSession } from './session.ts'
import { useMine } from './waiting.ts'

function Crumbs(): ReactNode {
  const { crumbs, note } = usePageState()
  const { t } = useTranslation()
  const last = crumbs.length - 1
  return (
    <nav className="q-crumbs" aria-label={t('shell.crumbs')}>
      <ol>
        {crumbs.map((crumb, at) => (
          <li key={crumb.to ?? crumb.text}>
            {at > 0 && <Icon name="right" small />}
            {at === last || crumb.to === undefined ? (
              <span
                className={at === last ? 'q-clip last' : 'q-clip'}
                {...(at === last ? { 'aria-current': 'page' as const } : {})}
              >
                {crumb.text}
              </span>
            ) : (
              <Link to={crumb.to}>{crumb.text}</Link>
            )}
          </li>
        ))}
      </ol>
      {note && <span className="q-clip note">{note}</span>}
    </nav>
  )
}

function Bell(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const mine = useMine().filter((item) => item.n > 0)
  const count = mine.reduce((sum, item) => sum + item.n, 0)
  return (
    <Popup
      label={t('shell.bell', { n: count })}
      width={280}
      button={
        <>
          <Icon name="bell" />
          {count > 0 && <span className="q-badge">{count > 99 ? '99+' : format.figure(count)}</span>}
        </>
      }
    >
      {(close) =>
        mine.length === 0 ? (
          <p className="q-second">{t('shell.nothingWaits')}</p>
        ) : (
          <ul>
            {mine.map((item) => (
              <li key={item.kind}>
                <Go className="q-list-row" to={item.to} onGo={close}>
                  <b className="q-warm" style={{ minWidth: 20, textAlign: 'right' }}>
                    {format.figure(item.n)}
                  </b>
                  {t(`mine.${item.kind}`)}
                  <span className="q-source q-push q-clip">{item.hint}</span>
                </Go>
              </li>
            ))}
          </ul>
        )
      }
    </Popup>
  )
}

function LanguageChoice(): ReactNode {
  const { i18n } = useTranslation()
  return (
    <Segmented<LanguageName>
      size="small"
      value={i18n.language.startsWith('en') ? 'en' : 'zh'}
      options={[
        { value: 'zh', label: i18n.t('language.zh') },
        { value: 'en', label: i18n.t('language.en') },
      ]}
      onChange={(language) => void speak(language)}
    />
  )
}

export function MeMenu(props: { onKeys: () => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { person } = useSession()
  const appearance = useAppearance()
  const client = useQueryClient()
  const role = label(person.roleLabel)
  const place = person.party?.name ?? label(person.officeLabel)

  async function leave(): Promise<void> {
    await post('/api/auth/sign-out', {})
    client.clear()
    window.location.assign('/signin')
  }

  return (
    <Popup
      className="q-me"
      named
      width={232}
      label={t('shell.me', { name: person.name })}
      button={
        <>
          <span className="q-avatar" aria-hidden="true">
            {role.slice(0, 1)}
          </span>
          <span className="who">
            {person.name} <span className="q-third">{place}</span>
          </span>
        </>
      }
    >
      {(close) => (
        <div className="q-me-menu">
          <p className="q-small q-second">
            {person.name} · {role}
          </p>
          <div className="q-row">
            {t('shell.language')}
            <span className="q-push">
              <LanguageChoice />
            </span>
          </div>
          <div className="q-row">
            {t('shell.theme')}
            <span className="q-push">
              <Segmented<ThemeChoice>
                size="small"
                value={appearance.choice}
                options={(['auto', 'light', 'dark'] as const).map((value) => ({
                  value,
                  label: t(`shell.themes.${value}`),
                }))}
                onChange={appearance.chooseTheme}
              />
            </span>
          </div>
          <div className="q-row">
            {t('shell.density')}
            <span className="q-push">
              <Segmented<Density>
                size="small"
                value={appearance.density}
                options={(['dense', 'normal', 'loose'] as const).map((value) => ({
                  value,
                  label: t(`shell.densities.${value}`),
                }))}
                onChange={appearance.chooseDensity}
              />
            </span>
          </div>
          <hr />
          <button
            type="button"
            className="q-list-row"
            onClick={() => {
              close()
              props.onKeys()
            }}
          >
            {t('shell.keys')}
            <kbd className="q-kbd q-push">?</kbd>
          </button>
          <Go className="q-list-row" to="/password" onGo={close}>
            {t('password.title')}
          </Go>
          <button type="button" className="q-list-row" onClick={() => void leave()}>
            {t('shell.signOut')}
          </button>
        </div>
      )}
    </Popup>
  )
}

export function TopBar(props: { onFind: () => void; onKeys: () => void }): ReactNode {
  const { t, i18n } = useTranslation()
  const appearance = useAppearance()
  const other: LanguageName = i18n.language.startsWith('en') ? 'zh' : 'en'
  const otherTheme = appearance.theme === 'dark' ? 'light' : 'dark'
  return (
    <div className="q-top">
      <Crumbs />
      <div className="q-grow" />
      <button type="button" className="q-find-button" onClick={props.onFind}>
        <Icon name="find" small />
        <span className="q-grow q-clip">{t('find.placeholder')}</span>
        <kbd className="q-kbd">Ctrl K</kbd>
      </button>
      <AsOfSwitch />
      <JobsTray />
      <Bell />
      <button
        type="button"
        className="q-icon-button q-small wide-only"
        lang={other === 'zh' ? 'zh-CN' : 'en'}
        onClick={() => void speak(other)}
      >
        {t(`language.switch.${other}`)}
      </button>
      <button
        type="button"
        className="q-icon-button wide-only"
        aria-label={t(`shell.turn.${otherTheme}`)}
        onClick={() => appearance.chooseTheme(otherTheme)}
      >
        <Icon name={appearance.theme === 'dark' ? 'sun' : 'moon'} />
      </button>
      <MeMenu onKeys={props.onKeys} />
    </div>
  )
}

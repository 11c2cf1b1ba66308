import type { Session } from '@qiongding/server/platform/identity/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Input, Segmented } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'
import { Brand } from '../kit/icons.tsx'
import { ErrorState, RefusalNotice } from '../kit/states.tsx'
import { post } from './api.ts'
import { type LanguageName, speak } from './i18n.ts'
import { useLabel } from './pack.ts'
import { problemOf } from './problem.ts'
import { sessionQuery } from './queries.ts'
import { SignInArt } from './sign-in-art.tsx'
import './sign-in.css'

/** Only a path of our own may follow a sign-in; anything else goes home. */
function ownPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) && !to.startsWith('/signin') ? to : '/'
}

function useSignIn() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Record<string, unknown>
  return useMutation({
    mutationFn: (who: { username: string; password: string }) =>
      post('/api/auth/sign-in/email', { email: who.username, password: who.password }),
    onSuccess: async () => {
      await client.resetQueries()
      await navigate({ href: ownPath(search.to) })
    },
  })
}

function Demonstration(props: {
  people: Session['demonstration']
  onChoose: (who: { username: string; password: string }) => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  if (props.people.length === 0) return null
  return (
    <section style={{ marginTop: 28 }}>
      <div className="q-section-title">
        <h2 className="q-h3">{t('signIn.demonstration')}</h2>
        <span className="q-small q-third">{t('signIn.demonstrationHint')}</span>
      </div>
      <ul>
        {props.people.map((person) => (
          <li key={person.account}>
            <button
              type="button"
              className="q-list-row"
              style={{ minHeight: 36 }}
              onClick={() => props.onChoose({ username: person.account, password: person.password })}
            >
              <span className="q-avatar" aria-hidden="true" style={{ width: 24, height: 24, fontSize: 11 }}>
                {label(person.roleLabel).slice(0, 1)}
              </span>
              <b className="q-nowrap">{label(person.roleLabel)}</b>
              <span className="q-third q-clip">{label(person.name)}</span>
              <span className="q-source q-push q-nowrap" title={person.account}>
                {person.account.split('@')[0]}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function SignIn(): ReactNode {
  const { t, i18n } = useTranslation()
  const label = useLabel()
  const session = useQuery(sessionQuery)
  const signIn = useSignIn()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')

  function submit(event: FormEvent): void {
    event.preventDefault()
    signIn.mutate({ username: username.trim(), password })
  }

  const problem = signIn.error ? problemOf(signIn.error) : undefined
  return (
    <div className="q-sign-in">
      <main>
        <div className="q-row" style={{ gap: 11 }}>
          <Brand size={30} />
          <span className="name">{t('product')}</span>
          <span className="q-push">
            <Segmented<LanguageName>
              value={i18n.language.startsWith('en') ? 'en' : 'zh'}
              options={[
                { value: 'zh', label: t('language.zh') },
                { value: 'en', label: t('language.english') },
              ]}
              onChange={(language) => void speak(language)}
            />
          </span>
        </div>
        <h1>{t('signIn.title', { district: label(session.data?.district.name) })}</h1>
        <p className="lead">{t('signIn.lead')}</p>
        {session.error && <ErrorState error={session.error} again={() => void session.refetch()} />}
        <form onSubmit={submit}>
          <label className="q-label" htmlFor="q-account">
            {t('signIn.account')}
          </label>
          <Input
            id="q-account"
            size="large"
            autoComplete="username"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
            required
          />
          <label className="q-label" htmlFor="q-password" style={{ marginTop: 14 }}>
            {t('signIn.password')}
          </label>
          <Input.Password
            id="q-password"
            size="large"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            visibilityToggle
            required
          />
          <div className="q-row q-small q-third" style={{ margin: '9px 0 16px' }}>
            {t('signIn.forgotten')}
          </div>
          {problem && (
            <div className="q-note caution" style={{ marginBottom: 12 }}>
              <div>
                {problem.kind === 'signed-out' ? (
                  <p role="alert">{t('signIn.wrong')}</p>
                ) : (
                  <RefusalNotice problem={problem} />
                )}
              </div>
            </div>
          )}
          <Button kind="primary" submit block busy={signIn.isPending}>
            {t('signIn.enter')}
          </Button>
        </form>
        <Demonstration people={session.data?.demonstration ?? []} onChoose={(who) => signIn.mutate(who)} />
        <p className="q-source foot">{t('signIn.promise')}</p>
      </main>
      <SignInArt />
    </div>
  )
}

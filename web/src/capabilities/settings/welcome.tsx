import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { post } from '../../shell/api.ts'
import { CodeField, LinkPage } from '../../shell/link-page.tsx'
import { useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { NewPassword, useNewPassword } from './new-password.tsx'
import { setPassword, welcomeQuery } from './queries.ts'
import './welcome.css'

/** Behind a one-time link: a person sets his own password, which nobody else has ever seen, and is let in. */
export function Welcome(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { token } = useParams({ strict: false }) as { token: string }
  const query = useQuery(welcomeQuery(token))
  return (
    <LinkPage className="q-welcome" query={query} closed={<Closed state="used" />}>
      {({ person, state, codeSentTo, triesLeft }) =>
        person ? (
          <section>
            <h1 className="q-h1">{t('welcome.title', { name: person.name })}</h1>
            <p className="q-second" style={{ margin: '6px 0 16px' }}>
              {t('welcome.sentence', { account: person.account, role: label(person.roleLabel) })}
            </p>
            <PasswordForm token={token} codeSentTo={codeSentTo} triesLeft={triesLeft} />
          </section>
        ) : (
          <Closed state={state} />
        )
      }
    </LinkPage>
  )
}

function Closed(props: { state: string }): ReactNode {
  const { t } = useTranslation()
  return (
    <section>
      <h1 className="q-h1">
        {t(`welcome.closed.${props.state}`, { defaultValue: t('welcome.closed.used') })}
      </h1>
      <p className="q-second">{t('welcome.closedCure')}</p>
      <p style={{ marginTop: 12 }}>
        <a href="/signin">{t('signIn.enter')}</a>
      </p>
    </section>
  )
}

function PasswordForm(props: {
  token: string
  codeSentTo: string | undefined
  triesLeft: number
}): ReactNode {
  const { t } = useTranslation()
  const choice = useNewPassword()
  const { password } = choice
  const [code, setCode] = useState('')
  const client = useQueryClient()
  const needsCode = props.codeSentTo !== undefined
  const set = useMutation({
    mutationFn: async () => {
      const { account, device } = await setPassword(props.token, {
        password,
        ...(needsCode ? { code } : {}),
      })
      await post('/api/auth/sign-in/email', { email: account, password }, { 'x-qiongding-device': device })
    },
    onSuccess: () => window.location.assign('/'),
    onError: () => client.invalidateQueries(welcomeQuery(props.token)),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (choice.ready) set.mutate()
  }
  return (
    <form onSubmit={submit}>
      <NewPassword choice={choice} />
      {needsCode && (
        <CodeField
          hint={t('welcome.codeHint', { to: props.codeSentTo, n: props.triesLeft })}
          value={code}
          onChange={setCode}
        />
      )}
      <Refused error={set.error} />
      <Button kind="primary" submit busy={set.isPending} disabled={!choice.ready}>
        {t('welcome.write')}
      </Button>
    </form>
  )
}

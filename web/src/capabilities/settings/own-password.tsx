import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { useToast } from '../../kit/toast.tsx'
import { post } from '../../shell/api.ts'
import { usePage } from '../../shell/page.tsx'
import { Refused } from '../../shell/refused.tsx'
import { useSession } from '../../shell/session.ts'
import { NewPassword, PasswordBox, useNewPassword } from './new-password.tsx'
import { changePassword } from './queries.ts'

/** Everybody changes his own password, by saying the one there is. Wherever else he is signed in, that ends. */
export function OwnPassword(): ReactNode {
  const { t } = useTranslation()
  const toast = useToast()
  const { person } = useSession()
  const [current, setCurrent] = useState('')
  const choice = useNewPassword()
  usePage([{ text: t('password.title') }])
  const change = useMutation({
    mutationFn: async () => {
      const { account } = await changePassword({ current, password: choice.password })
      // Every session has ended, this one too: it begins again with the new password.
      await post('/api/auth/sign-in/email', { email: account, password: choice.password }).catch(() =>
        window.location.assign('/signin'),
      )
    },
    onSuccess: () => {
      setCurrent('')
      choice.clear()
      toast({ text: t('password.changed') })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    change.mutate()
  }
  return (
    <div className="q-page">
      <h1 className="q-h1">{t('password.title')}</h1>
      <p className="q-second" style={{ margin: '6px 0 16px' }}>
        {t('password.sentence', { account: person.account })}
      </p>
      <form onSubmit={submit} style={{ maxWidth: 480 }}>
        {/* Whoever keeps passwords for this person has to know whose they are. */}
        <input type="hidden" name="username" autoComplete="username" value={person.account} />
        <Field label={t('password.current')}>
          {(ids) => <PasswordBox ids={ids} name="current-password" value={current} onChange={setCurrent} />}
        </Field>
        <NewPassword choice={choice} />
        <Refused error={change.error} />
        <Button kind="primary" submit busy={change.isPending} disabled={current === '' || !choice.ready}>
          {t('password.write')}
        </Button>
      </form>
    </div>
  )
}

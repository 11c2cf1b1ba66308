import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { CodeField, LinkPage } from '../../shell/link-page.tsx'
import { useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { invitedQuery, openInvitation } from './queries.ts'
import { keepSession } from './session.ts'
import './persons.css'

/** Behind the address of an invitation: who asks, what for, and the code that shows that it is the person himself. */
export function Invited(): ReactNode {
  const { token } = useParams({ strict: false }) as { token: string }
  const invited = useQuery(invitedQuery(token))
  return (
    <LinkPage className="q-person" query={invited} closed={<Closed state="broken" />}>
      {(found) =>
        found.state === 'waiting' ? <Open token={token} found={found} /> : <Closed state={found.state} />
      }
    </LinkPage>
  )
}

export function Closed(props: { state: string }): ReactNode {
  const { t } = useTranslation()
  return (
    <section>
      <h1 className="q-h1">{t(`ownPage.closed.${props.state}.title`)}</h1>
      <p className="q-second">{t(`ownPage.closed.${props.state}.cure`)}</p>
    </section>
  )
}

type Found = Awaited<ReturnType<NonNullable<ReturnType<typeof invitedQuery>['queryFn']>>>

function Open(props: { token: string; found: Found }): ReactNode {
  const { token, found } = props
  const { t } = useTranslation()
  const label = useLabel()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const open = useMutation({
    mutationFn: () => openInvitation(token, code),
    onSuccess: ({ session }) => {
      keepSession(session)
      void navigate({ to: '/own' })
    },
    onError: () => client.invalidateQueries(invitedQuery(token)),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    open.mutate()
  }
  return (
    <form onSubmit={submit}>
      <h1 className="q-h1">
        {t('ownPage.invited.title', { office: label(found.officeLabel, t('ownPage.district')) })}{' '}
        {found.demonstration && <DemoLabel />}
      </h1>
      <p className="q-conclusion" style={{ margin: '6px 0 10px' }}>
        {t('ownPage.invited.sentence')}
      </p>
      <ul className="q-person-points q-second">
        {(['see', 'correct', 'decide', 'forget'] as const).map((point) => (
          <li key={point}>{t(`ownPage.invited.${point}`)}</li>
        ))}
      </ul>
      <CodeField
        hint={t('ownPage.invited.codeHint', { n: found.triesLeft })}
        value={code}
        onChange={setCode}
      />
      <Refused error={open.error} />
      <Button kind="primary" submit block busy={open.isPending} disabled={code.length !== 6}>
        {t('ownPage.invited.open')}
      </Button>
      <p className="q-source" style={{ marginTop: 12 }}>
        {t('ownPage.invited.once')}
      </p>
    </form>
  )
}

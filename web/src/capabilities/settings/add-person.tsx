import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { GivenLink } from './given-link.tsx'
import { type Place, PlaceFields } from './place-fields.tsx'
import { addPerson } from './queries.ts'

/** A new person: an account, a name, a role and where it is held; then the link by which the person sets his own password. */
export function AddPerson(props: { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const [account, setAccount] = useState('')
  const [name, setName] = useState('')
  const [place, setPlace] = useState<Place>({})
  const write = useWrite({ write: () => addPerson({ ...place, account, name, role: place.role ?? '' }) })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  if (write.data)
    return (
      <Dialog title={t('settings.people.added', { name })} onClose={props.onClose}>
        {write.data.link ? (
          <GivenLink link={write.data.link} name={name} />
        ) : (
          <p>{t('settings.people.ownPassword')}</p>
        )}
      </Dialog>
    )
  return (
    <Dialog title={t('settings.people.add')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('settings.people.name')}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
              required
            />
          )}
        </Field>
        <Field label={t('signIn.account')} hint={t('settings.people.accountHint')}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              autoComplete="off"
              maxLength={200}
              value={account}
              onChange={(event) => setAccount(event.target.value)}
              required
            />
          )}
        </Field>
        <PlaceFields place={place} onChange={setPlace} />
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={place.role === undefined}>
          {t('settings.people.addWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

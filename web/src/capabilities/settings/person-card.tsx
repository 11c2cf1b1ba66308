import type { Member } from '@qiongding/server/platform/identity/contract'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { Go } from '../../shell/go.tsx'
import { problemOf } from '../../shell/problem.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { GivenLink } from './given-link.tsx'
import { PersonState } from './person-state.tsx'
import { type Place, PlaceFields } from './place-fields.tsx'
import { changePerson, endSessions, linkPerson, resumePerson, stopPerson } from './queries.ts'

/** One person: what may be done to him, each by a verb that says what it will do. */
export function PersonCard(props: { person: Member; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { person } = props
  const may = (ability: string) => person.abilities.includes(`person.${ability}`)
  const [stopping, setStopping] = useState(false)
  const link = useWrite({ write: () => linkPerson(person.id) })
  const end = useWrite({
    write: () => endSessions(person.id),
    done: ({ ended }) => t('settings.people.sessionsEnded', { n: ended }),
  })
  const resume = useWrite({
    write: () => resumePerson(person.id),
    done: () => t('settings.people.resumed', { name: person.name }),
  })
  const error = link.error ?? end.error ?? resume.error
  return (
    <Dialog title={person.name} onClose={props.onClose}>
      <div className="q-row wrap">
        <span className="q-mono q-breaks">{person.account}</span>
        <PersonState person={person} />
      </div>
      {person.party && <p className="q-second">{person.party.name}</p>}
      {person.linkUntil !== undefined && (
        <p className="q-second">
          {t('settings.people.linkWaits', { when: format.moment(person.linkUntil) })}
        </p>
      )}
      {!may('change') && (
        <p className="q-note">
          {t('settings.people.self')} <Go to="/password">{t('password.title')}</Go>
        </p>
      )}
      {may('change') && <ChangeForm key={person.version} person={person} />}
      {error !== null && (
        <div className="q-note caution" style={{ margin: '12px 0' }}>
          <RefusalNotice problem={problemOf(error)} />
        </div>
      )}
      {link.data && <GivenLink link={link.data} name={person.name} />}
      <hr style={{ margin: '14px 0' }} />
      {stopping && person.active ? (
        <StopForm person={person} onDone={() => setStopping(false)} />
      ) : (
        <div className="q-row wrap">
          {may('link') && (
            <Button busy={link.isPending} onClick={() => link.mutate(undefined)}>
              {t('settings.people.newLink')}
            </Button>
          )}
          {may('end-sessions') && (
            <Button busy={end.isPending} onClick={() => end.mutate(undefined)}>
              {t('settings.people.endSessions')}
            </Button>
          )}
          {may('stop') && (
            <Button kind="danger" onClick={() => setStopping(true)}>
              {t('settings.people.stop')}
            </Button>
          )}
          {may('resume') && (
            <Button busy={resume.isPending} onClick={() => resume.mutate(undefined)}>
              {t('settings.people.resume')}
            </Button>
          )}
        </div>
      )}
    </Dialog>
  )
}

function ChangeForm(props: { person: Member }): ReactNode {
  const { t } = useTranslation()
  const { person } = props
  const [name, setName] = useState(person.name)
  const [place, setPlace] = useState<Place>({ role: person.role, office: person.office })
  const write = useWrite({
    write: () => changePerson(person, { name, role: place.role, office: place.office }),
    done: () => t('settings.people.changed', { name }),
  })
  const same = name === person.name && place.role === person.role && place.office === person.office
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <form onSubmit={submit} style={{ marginTop: 12 }}>
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
      <PlaceFields place={place} onChange={setPlace} ofOffice={person.party === undefined} />
      <Refused error={write.error} />
      <Button kind="primary" submit disabled={same} busy={write.isPending}>
        {t('settings.people.change')}
      </Button>
    </form>
  )
}

function StopForm(props: { person: Member; onDone: () => void }): ReactNode {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const write = useWrite({
    write: () => stopPerson(props.person.id, reason),
    done: () => t('settings.people.stoppedDone', { name: props.person.name }),
    after: props.onDone,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <form onSubmit={submit}>
      <Field label={t('order.form.reason')} hint={t('settings.people.stopHint')}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            required
          />
        )}
      </Field>
      <Refused error={write.error} />
      <Button kind="danger" submit busy={write.isPending}>
        {t('settings.people.stop')}
      </Button>
    </form>
  )
}

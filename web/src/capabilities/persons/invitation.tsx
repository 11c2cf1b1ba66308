import type { Invitation as InvitationView } from '@qiongding/server/capabilities/persons/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Tag } from '../../kit/marks.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { invitationsQuery, invitePerson, revokeInvitation } from './queries.ts'
import './persons.css'

/** Beside the record of a person: invites him to his own page, and says what he said by it as soon as he has. */
export function Invitation(props: { kind: string; id: string }): ReactNode {
  const { kind, id } = props
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(invitationsQuery(kind, id))
  const [url, setUrl] = useState<string>()
  const invite = useWrite({
    write: (way: 'sent' | 'handed') => invitePerson(kind, id, way),
    after: (made) => setUrl(made.url),
  })
  const revoke = useWrite({ write: revokeInvitation, after: () => setUrl(undefined) })
  const [newest] = query.data?.rows ?? []
  const words = newest?.words.length
  const before = useRef(words)
  useEffect(() => {
    if (before.current !== undefined && words !== undefined && words !== before.current)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'invitations' })
    before.current = words
  }, [client, words])
  const error = invite.error ?? revoke.error
  const stands = newest?.state === 'waiting' || newest?.state === 'opened'
  return (
    <section className="q-section">
      <SectionTitle>{t('ownPage.invite.title')}</SectionTitle>
      {!newest && <p className="q-second">{t('ownPage.invite.none')}</p>}
      {newest && <Standing invitation={newest} />}
      {url !== undefined && newest?.state === 'waiting' && <Address url={url} sentTo={newest?.sentTo} />}
      {error !== null && <RefusalNotice problem={problemOf(error)} />}
      {query.data?.abilities.includes('person.invite') && (
        <div className="q-row wrap" style={{ margin: '8px 0 16px' }}>
          <Button small busy={invite.isPending} onClick={() => invite.mutate('sent')}>
            {t(stands ? 'ownPage.invite.again' : 'ownPage.invite.send')}
          </Button>
          <Button small kind="link" busy={invite.isPending} onClick={() => invite.mutate('handed')}>
            {t('ownPage.invite.hand')}
          </Button>
          {stands && newest && (
            <Button small kind="link" busy={revoke.isPending} onClick={() => revoke.mutate(newest.id)}>
              {t('ownPage.invite.revoke')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

function Standing(props: { invitation: InvitationView }): ReactNode {
  const { invitation } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const told = invitation.words.toReversed()
  return (
    <>
      <p>
        <Tag {...(invitation.state === 'opened' ? { tone: 'good' as const } : {})}>
          {t(`ownPage.invite.states.${invitation.state}`)}
        </Tag>{' '}
        <span className="q-source">
          {t('ownPage.invite.by', {
            by: invitation.invitedBy,
            day: format.day(invitation.invitedOn),
            to: invitation.sentTo,
          })}
        </span>
      </p>
      {told.length > 0 && (
        <ul className="q-person-words" aria-live="polite">
          {told.map((word) => (
            <li key={`${word.at} ${word.what}`} className={word.what === 'erasure-asked' ? 'q-warm' : ''}>
              {t(`ownPage.invite.words.${word.what}`, {
                fact: word.fact === undefined ? '' : label(pack.fact(word.fact)?.label, word.fact),
              })}{' '}
              <span className="q-source">{format.moment(word.at)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Address(props: { url: string; sentTo: string | undefined }): ReactNode {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const address = new URL(props.url, window.location.origin).href
  return (
    <div className="q-note sea" role="status">
      <div style={{ minWidth: 0 }}>
        <p>{t('ownPage.invite.handed', { to: props.sentTo ?? '' })}</p>
        <p className="q-mono q-breaks" style={{ margin: '6px 0' }}>
          {address}
        </p>
        <Button small onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}>
          {t(copied ? 'settings.people.copied' : 'settings.people.copy')}
        </Button>
      </div>
    </div>
  )
}

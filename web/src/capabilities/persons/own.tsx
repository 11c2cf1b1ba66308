import type { OwnPage } from '@qiongding/server/capabilities/persons/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Verdict } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { LinkPage } from '../../shell/link-page.tsx'
import { PackContext, useLabel } from '../../shell/pack.ts'
import { packQuery } from '../../shell/queries.ts'
import { Refused } from '../../shell/refused.tsx'
import { Closed } from './invited.tsx'
import { OwnFacts } from './own-facts.tsx'
import { OwnMatches } from './own-matches.tsx'
import { askErasure, consentOwn, ownQuery } from './queries.ts'
import { dropSession, keptSession } from './session.ts'
import { useOwnWord } from './use-own-word.ts'
import './persons.css'

/** The page of a person: what is held of him, what he is compared with and why, and what he can say to it. No frame of the workbench. */
export function Own(): ReactNode {
  const [session, setSession] = useState(keptSession)
  if (session === undefined) return <NoSession />
  return (
    <Opened
      session={session}
      onClose={() => {
        dropSession()
        setSession(undefined)
      }}
    />
  )
}

function NoSession(): ReactNode {
  return (
    <main className="q-person">
      <Closed state="none" />
    </main>
  )
}

function Opened(props: { session: string; onClose: () => void }): ReactNode {
  const own = useQuery(ownQuery(props.session))
  return (
    <LinkPage className="q-person" query={own} closed={<Closed state="broken" />}>
      {(page) => <WithPack page={page} {...props} />}
    </LinkPage>
  )
}

function WithPack(props: { page: OwnPage; session: string; onClose: () => void }): ReactNode {
  const pack = useQuery(packQuery(props.page.pack))
  if (pack.error) return <ErrorState error={pack.error} again={() => void pack.refetch()} />
  if (!pack.data) return <Skeleton rows={5} widths={['80%']} />
  return (
    <PackContext value={pack.data}>
      <Page {...props} />
    </PackContext>
  )
}

function Page(props: { page: OwnPage; session: string; onClose: () => void }): ReactNode {
  const { page, session } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  return (
    <>
      <h1 className="q-h1">
        {t('ownPage.title', { name: page.name })} {page.demonstration && <DemoLabel />}
      </h1>
      <p className="q-second">
        {t('ownPage.sentence', { office: label(page.officeLabel, t('ownPage.district')) })}
      </p>
      <Consent page={page} session={session} />
      <OwnMatches page={page} session={session} />
      <OwnFacts page={page} session={session} />
      <Erasure page={page} session={session} />
      <p className="q-source" style={{ marginTop: 24 }}>
        {t('ownPage.until', { when: format.moment(page.expiresAt) })}{' '}
        <button type="button" className="q-plain-button q-sea" onClick={props.onClose}>
          {t('ownPage.leave')}
        </button>
      </p>
    </>
  )
}

function Consent(props: { page: OwnPage; session: string }): ReactNode {
  const { page, session } = props
  const { t } = useTranslation()
  const write = useOwnWord(session, (consent: boolean) => consentOwn(session, consent))
  const state = page.consent === undefined ? 'unknown' : page.consent ? 'yes' : 'no'
  return (
    <section className="q-section">
      <SectionTitle>{t('ownPage.consent.title')}</SectionTitle>
      <p>
        <Verdict verdict={state} word={t(`ownPage.consent.is.${state}`)} />
      </p>
      <p className="q-second">{t(`ownPage.consent.means.${state}`)}</p>
      <Refused error={write.error} />
      <div className="q-row wrap">
        {state !== 'yes' && (
          <Button kind="primary" busy={write.isPending} onClick={() => write.mutate(true)}>
            {t('ownPage.consent.agree')}
          </Button>
        )}
        {state !== 'no' && (
          <Button busy={write.isPending} onClick={() => write.mutate(false)}>
            {t('ownPage.consent.refuse')}
          </Button>
        )}
      </div>
    </section>
  )
}

function Erasure(props: { page: OwnPage; session: string }): ReactNode {
  const { page, session } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [sure, setSure] = useState(false)
  const write = useOwnWord(session, () => askErasure(session))
  return (
    <section className="q-section">
      <SectionTitle>{t('ownPage.erasure.title')}</SectionTitle>
      {page.erasureAskedOn === undefined ? (
        <>
          <p className="q-second">{t('ownPage.erasure.note')}</p>
          <Refused error={write.error} />
          <div className="q-row wrap">
            {sure ? (
              <>
                <Button kind="danger" busy={write.isPending} onClick={() => write.mutate(undefined)}>
                  {t('ownPage.erasure.sure')}
                </Button>
                <Button kind="link" onClick={() => setSure(false)}>
                  {t('action.cancel')}
                </Button>
              </>
            ) : (
              <Button onClick={() => setSure(true)}>{t('ownPage.erasure.ask')}</Button>
            )}
          </div>
        </>
      ) : (
        <p role="status">{t('ownPage.erasure.asked', { day: format.day(page.erasureAskedOn) })}</p>
      )}
    </section>
  )
}

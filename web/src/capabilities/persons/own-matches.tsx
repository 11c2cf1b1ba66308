import type { OwnPage } from '@qiongding/server/capabilities/persons/contract'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Verdict } from '../../kit/marks.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { declineOwn } from './queries.ts'
import { useOwnWord } from './use-own-word.ts'

type Match = OwnPage['matches'][number]

/** What the person is compared with, and why it fits or not: the same reasons that the office sees. */
export function OwnMatches(props: { page: OwnPage; session: string }): ReactNode {
  const { page, session } = props
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shown = all ? page.matches : page.matches.slice(0, FIRST)
  return (
    <section className="q-section">
      <SectionTitle>{t('ownPage.matches.title')}</SectionTitle>
      <p className="q-second">
        {t(page.consent === true ? 'ownPage.matches.compared' : 'ownPage.matches.none', {
          n: page.compared,
          shown: page.matches.length,
        })}
      </p>
      {shown.map((match) => (
        <OneMatch key={`${match.profile} ${match.needId}`} match={match} session={session} />
      ))}
      {shown.length < page.matches.length && (
        <div style={{ marginTop: 10 }}>
          <Button onClick={() => setAll(true)}>
            {t('ownPage.matches.more', { n: page.matches.length - shown.length })}
          </Button>
        </div>
      )}
    </section>
  )
}

/** Shown before the person asks for more: what matters is near the top. */
const FIRST = 5

const WORD = { 'all-met': 'yes', unknown: 'unknown', missed: 'no' } as const

function OneMatch(props: { match: Match; session: string }): ReactNode {
  const { match, session } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const sentence = useMessage()
  const [declining, setDeclining] = useState(false)
  const [reason, setReason] = useState('')
  const write = useOwnWord(
    session,
    () => declineOwn(session, match, reason),
    () => setDeclining(false),
  )
  const { decision } = match
  return (
    <article className="q-person-match">
      <h3 className="q-h3">
        {match.name} {match.demonstration && <DemoLabel />}
      </h3>
      <p className="q-second q-small">
        {match.holder}
        {match.holder !== undefined && ' · '}
        {decision ? (
          <b>
            {t(`ownPage.matches.decided.${decision.state}`, { day: format.day(decision.day) })}
            {decision.stageLabel && ` · ${label(decision.stageLabel)}`}
          </b>
        ) : (
          <Verdict verdict={WORD[match.group]} word={t(`ownPage.matches.group.${match.group}`)} />
        )}
      </p>
      <ul className="q-person-reasons">
        {match.requirements.map((one) => (
          <li key={one.id}>
            <Verdict verdict={one.verdict === 'review' ? 'unknown' : one.verdict} word={label(one.label)} />{' '}
            <span className="q-second q-small">
              {one.because.map(sentence).filter(Boolean).join(t('fact.semicolon'))}
              {one.words.length > 0 && ` ${one.words.join('、')}`}
            </span>
          </li>
        ))}
      </ul>
      <Refused error={write.error} />
      {!decision &&
        (declining ? (
          <form
            className="q-row wrap"
            onSubmit={(event) => {
              event.preventDefault()
              write.mutate(undefined)
            }}
          >
            <Input
              aria-label={t('ownPage.matches.reason')}
              placeholder={t('ownPage.matches.reason')}
              maxLength={500}
              value={reason}
              style={{ flex: '1 1 220px' }}
              onChange={(event) => setReason(event.target.value)}
            />
            <Button submit busy={write.isPending}>
              {t('ownPage.matches.sure')}
            </Button>
            <Button kind="link" onClick={() => setDeclining(false)}>
              {t('action.cancel')}
            </Button>
          </form>
        ) : (
          <Button
            small
            onClick={() => setDeclining(true)}
            label={t('ownPage.matches.declineOf', { name: match.name })}
          >
            {t('ownPage.matches.decline')}
          </Button>
        ))}
    </article>
  )
}

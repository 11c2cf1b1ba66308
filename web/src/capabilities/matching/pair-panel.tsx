import type { Ranking } from '@qiongding/server/spine/matches/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag, Verdict } from '../../kit/marks.tsx'
import { ErrorState, RefusalNotice, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { acceptPair } from '../../shell/matches.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { DeclineForm } from './decline-form.tsx'
import { pairQuery } from './queries.ts'
import { WhatDecided } from './what-decided.tsx'

/** Why one offer stands where it stands, requirement by requirement, and the decision that a person makes. */
export function PairPanel(props: {
  ranking: Ranking
  offerId: string
  /** Puts this one beside others, or takes it away again; absent where there is no room for more. */
  beside: { readonly chosen: boolean; readonly toggle: (() => void) | undefined }
}): ReactNode {
  const { ranking, offerId } = props
  const { t } = useTranslation()
  const pack = usePack()
  const navigate = useNavigate()
  const isPast = useIsPast()
  const [declining, setDeclining] = useState(false)
  const pair = { profile: ranking.profile, needId: ranking.need.id, offerId }
  const query = useQuery(pairQuery(pair.profile, pair.needId, offerId, useAsOf()))
  const accept = useWrite({
    write: () => acceptPair(pair),
    done: () => t('match.recommended', { name: query.data?.candidate.name ?? '' }),
    after: ({ journeyId }) => void navigate({ to: '/journeys/$id', params: { id: journeyId } }),
  })
  const abilities = query.data?.abilities ?? []
  const decided = query.data?.candidate.decision !== undefined
  const mayAccept = abilities.includes('match.accept') && !isPast && !decided
  const mayDecline = abilities.includes('match.decline') && !isPast && !decided
  const { mutate, isPending } = accept

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)
      if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]'))
        return
      if (event.key.toLowerCase() === 'a' && mayAccept && !isPending) mutate(undefined)
      if (event.key.toLowerCase() === 'x' && mayDecline) setDeclining(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [mayAccept, mayDecline, isPending, mutate])

  if (query.error)
    return (
      <aside className="q-panel">
        <ErrorState error={query.error} again={() => void query.refetch()} />
      </aside>
    )
  if (!query.data)
    return (
      <aside className="q-panel">
        <Skeleton rows={8} widths={[14, '30%', '40%']} />
      </aside>
    )
  const { candidate, requirements } = query.data
  const journey = pack.matchings.find((item) => item.id === ranking.profile)?.journey ?? ''
  return (
    <aside className="q-panel q-pair" aria-label={candidate.name}>
      <Head candidate={candidate} requirements={requirements} profile={ranking.profile} />
      {props.beside.toggle && (
        <p style={{ marginBottom: 6 }}>
          <Button kind="link" small onClick={props.beside.toggle}>
            {t(props.beside.chosen ? 'match.beside.remove' : 'match.beside.add')}
          </Button>
        </p>
      )}
      <ul className="q-grow">
        {requirements.map((item) => (
          <Requirement key={item.id} item={item} />
        ))}
      </ul>
      {accept.error !== null && (
        <div className="q-note caution">
          <RefusalNotice problem={problemOf(accept.error)} />
        </div>
      )}
      {candidate.decision ? (
        <Decision decision={candidate.decision} />
      ) : (
        (mayAccept || mayDecline) && (
          <Verbs
            journey={journey}
            mayAccept={mayAccept}
            mayDecline={mayDecline}
            busy={isPending}
            onAccept={() => mutate(undefined)}
            onDecline={() => setDeclining(true)}
          />
        )
      )}
      {declining && <DeclineForm pair={pair} name={candidate.name} onClose={() => setDeclining(false)} />}
    </aside>
  )
}

type Pair = Awaited<ReturnType<NonNullable<ReturnType<typeof pairQuery>['queryFn']>>>

function Head(props: {
  candidate: Pair['candidate']
  requirements: Pair['requirements']
  profile: string
}): ReactNode {
  const { t } = useTranslation()
  const pack = usePack()
  const { candidate, requirements } = props
  const offerKind = pack.matchings.find((item) => item.id === props.profile)?.offer ?? ''
  const count = (level: string, verdict: string) =>
    requirements.filter((item) => item.level === level && item.verdict === verdict).length
  return (
    <>
      <div className="q-row wrap">
        <h2 className="q-h2">
          <Link
            className="q-plain"
            to="/registry/$kind/$id"
            params={{ kind: offerKind, id: candidate.offerId }}
          >
            {candidate.name}
          </Link>
        </h2>
        {candidate.demonstration && <DemoLabel />}
        {candidate.unknown > 0 && <Tag tone="unknown">{t('match.open', { n: candidate.unknown })}</Tag>}
      </div>
      <p className="q-small q-second" style={{ marginBottom: 6 }}>
        {t('match.tally', {
          met: count('must', 'yes'),
          missed: count('must', 'no'),
          unknown: count('must', 'unknown'),
          mayMet: count('may', 'yes'),
        })}
      </p>
    </>
  )
}

function Requirement(props: { item: Pair['requirements'][number] }): ReactNode {
  const { item } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const sentence = useMessage()
  return (
    <li className="q-requirement">
      <Verdict verdict={item.verdict} bare />
      <div>
        <div className="q-row top">
          <b className="name">{label(item.label)}</b>
          <span className="q-grow">
            <WhatDecided item={item} />
          </span>
        </div>
        <p className="q-source">
          {item.asked.length > 0 && t('match.asks', { what: item.asked.map(sentence).join(t('fact.and')) })}
          {item.level === 'may' && t('match.mayNote')}
          {item.verdict === 'unknown' && ` · ${t('match.oneFact')}`}
          {item.facts[0]?.source !== undefined && ` · ${item.facts[0].source}`}
          {item.facts[0]?.asOf !== undefined && ` ${format.day(item.facts[0].asOf)}`}
        </p>
      </div>
    </li>
  )
}

function Decision(props: { decision: NonNullable<Pair['candidate']['decision']> }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { decision } = props
  return (
    <div className="q-note sea">
      <span>
        {t(`match.decision.${decision.state}`)} {format.day(decision.day)}
        {decision.reason !== undefined && ` · ${decision.reason}`}{' '}
        {decision.journeyId !== undefined && (
          <Link to="/journeys/$id" params={{ id: decision.journeyId }}>
            {t('match.seeJourney')}
          </Link>
        )}
      </span>
    </div>
  )
}

function Verbs(props: {
  journey: string
  mayAccept: boolean
  mayDecline: boolean
  busy: boolean
  onAccept: () => void
  onDecline: () => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  return (
    <div className="q-verbs">
      <div className="q-row">
        {props.mayAccept && (
          <Button kind="primary" block busy={props.busy} onClick={props.onAccept}>
            {t('match.recommend')}
          </Button>
        )}
        {props.mayDecline && (
          <Button block onClick={props.onDecline}>
            {t('match.decline')}
          </Button>
        )}
      </div>
      <p className="q-source">
        {t('match.opens', { journey: label(pack.journeys.find((item) => item.id === props.journey)?.label) })}
      </p>
    </div>
  )
}

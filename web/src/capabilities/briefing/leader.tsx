import type { LeaderPage } from '@qiongding/server/desks/briefing/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { EmptyState, PageWaiting } from '../../kit/states.tsx'
import { ConclusionSentence } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useMatterText } from '../../shell/matters.ts'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { leaderQuery } from './queries.ts'
import './briefing.css'

/** One page to read in a car: what only whoever leads can move, who waits for it, and what to say. */
export function Leader(): ReactNode {
  const { t } = useTranslation()
  const query = useQuery(leaderQuery(useAsOf()))
  usePage([{ text: t('dispatch.title'), to: '/dispatch' }, { text: t('briefing.leader.title') }])
  if (query.error || !query.data) return <PageWaiting of={query} rows={6} />
  return <Read page={query.data} />
}

function Read(props: { page: LeaderPage }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { page } = props
  const { standing, blockers } = page
  return (
    <div className="q-page q-sheet">
      <div className="q-row wrap">
        <h1 className="q-h1">{t('briefing.leader.title')}</h1>
        <span className="q-second">{format.sentenceDay(page.on)}</span>
        {blockers.some((one) => one.demonstration) && <DemoLabel />}
        <span className="q-push q-no-print">
          <Button onClick={() => window.print()}>{t('briefing.print')}</Button>
        </span>
      </div>
      <ConclusionSentence>
        {t('briefing.leader.say', {
          n: standing.n,
          red: standing.lights.red,
          total: page.total,
        })}
      </ConclusionSentence>
      {blockers.length === 0 && (
        <EmptyState title={t('briefing.leader.none.title')}>{t('briefing.leader.none.step')}</EmptyState>
      )}
      <ol className="q-blockers">
        {blockers.map((blocker) => (
          <Blocker key={blocker.id} blocker={blocker} />
        ))}
      </ol>
      {page.total > blockers.length && (
        <p className="q-second">
          <Link to="/dispatch">{t('briefing.leader.more', { n: page.total - blockers.length })}</Link>
        </p>
      )}
      <p className="q-second">
        {page.next ? (
          <Link to="/dispatch/sittings/$id" params={{ id: page.next.id }}>
            {t('briefing.leader.next', {
              forum: label(page.next.forum),
              on: format.sentenceDay(page.next.day),
              n: page.next.items,
            })}
          </Link>
        ) : (
          t('briefing.leader.noNext')
        )}
        {page.tasksLate > 0 && ` ${t('briefing.leader.tasksLate', { n: page.tasksLate })}`}
      </p>
    </div>
  )
}

function Blocker(props: { blocker: LeaderPage['blockers'][number] }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const text = useMatterText()
  const { blocker } = props
  const { matter } = blocker
  const office = matter.office ? label(matter.office) : t('unknown')
  const last = matter.seen[0]
  return (
    <li>
      <div className="q-row wrap">
        <Link to="/journeys/$id" params={{ id: blocker.id }} className="q-h2">
          {blocker.title}
        </Link>
        <span className="q-second">
          {label(blocker.stage)}
          {blocker.amount !== undefined && ` · ${format.money(blocker.amount)}`}
        </span>
        {blocker.confidential && <Tag>{t('dispatch.confidential')}</Tag>}
      </div>
      <dl className="q-pairs">
        <dt>{t('briefing.leader.stuck')}</dt>
        <dd>
          {matter.orderId === undefined ? (
            text(matter)
          ) : (
            <Link to="/orders/$id" params={{ id: matter.orderId }}>
              {text(matter)}
            </Link>
          )}
          {blocker.others > 0 && (
            <span className="q-second"> {t('briefing.leader.others', { n: blocker.others })}</span>
          )}
        </dd>
        <dt>{t('briefing.leader.waits')}</dt>
        <dd>
          {matter.party ?? blocker.title}
          {matter.blocks && t('briefing.leader.gate', { gate: label(matter.blocks) })}
        </dd>
        <dt>{t('briefing.leader.seen')}</dt>
        <dd>
          {last ? (
            <>
              {t('matter.seen', {
                on: format.day(last.day),
                forum: label(last.forum),
                who: last.attended.join(t('fact.and')),
              })}
              {last.decision && t('matter.decided', { text: last.decision.text })}
            </>
          ) : (
            <span className="q-unknown-word">{t('briefing.leader.notSeen')}</span>
          )}
        </dd>
        <dt>{t('briefing.leader.sayThis')}</dt>
        <dd className="q-strong">
          {t(`briefing.leader.words.${matter.sort}`, { office, what: label(matter.what) })}
        </dd>
      </dl>
    </li>
  )
}

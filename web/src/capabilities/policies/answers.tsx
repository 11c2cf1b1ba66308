import type { Answer } from '@qiongding/server/spine/policies/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Verdict } from '../../kit/marks.tsx'
import { PageWaiting } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { useMay, useSession } from '../../shell/session.ts'
import { AnswerPane } from './answer.tsx'
import { type Answers, answersQuery, pendingQuery } from './queries.ts'
import { useBrief, useWorth } from './words.ts'
import './policies.css'

const GROUPS = ['yes', 'review', 'unknown', 'no'] as const

/** What every policy says to one subject: the list on the left, one answer with its reasons on the right. */
export function PolicyAnswers(): ReactNode {
  const { t } = useTranslation()
  const { kind, id } = useParams({ strict: false }) as { kind: string; id: string }
  const asOf = useAsOf()
  const client = useQueryClient()
  const isOwn = useSession().person.party?.id === id
  const read = useQuery(answersQuery(kind, id, asOf))
  const pending = useQuery(pendingQuery(id, isOwn))
  const waiting = pending.data?.total ?? 0
  // What an officer has just decided turns answers while they are looked at.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever fewer or more wait
  useEffect(() => void client.invalidateQueries({ queryKey: ['policy-answers'] }), [client, waiting])
  usePage([{ text: t('policy.title'), to: '/policies' }, { text: read.data?.subject.name ?? '' }])
  if (read.error || !read.data) return <PageWaiting of={read} rows={10} widths={['24%', 80, 160, 120]} />
  const facts = new Set(pending.data?.rows.flatMap((row) => row.facts.map(({ key }) => key)))
  return <Shown read={read.data} own={isOwn && Object.keys(asOf).length === 0} pending={facts} />
}

function Shown(props: { read: Answers; own: boolean; pending: ReadonlySet<string> }): ReactNode {
  const { read } = props
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const label = useLabel()
  const filters = useFilters()
  const worth = useWorth()
  const may = useMay()
  const { office } = useSession().person
  const isNow = Object.keys(useAsOf()).length === 0
  /** What gives something may be applied for: by the firm itself, or for it by the office whose policy it is. */
  const mayApply = (answer: Answer) =>
    isNow &&
    may('application.make') &&
    (answer.kind === 'reward' || answer.kind === 'loan') &&
    (props.own || answer.office === office)
  const judged = read.answers.filter((answer) => answer.verdict !== undefined)
  const rest = read.answers.filter(
    (answer) => answer.verdict === undefined && answer.standing.is !== 'not-entered',
  )
  const blank = read.answers.filter((answer) => answer.standing.is === 'not-entered')
  const wanted = filters.value('policy')
  const chosen = read.answers.find((answer) => answer.id === wanted) ?? judged[0] ?? read.answers[0]
  const entry = (answer: Answer) => (
    <Entry
      key={answer.id}
      answer={answer}
      chosen={answer === chosen}
      onChoose={() => filters.set({ policy: answer.id })}
    />
  )
  return (
    <div className="q-answers" data-chosen={wanted !== undefined}>
      <nav className="q-answer-list" aria-label={t('policy.answersOf', { name: read.subject.name })}>
        <h1 className="q-h1">
          <Link to="/registry/$kind/$id" params={{ kind: read.subject.kind, id: read.subject.id }}>
            {read.subject.name}
          </Link>
        </h1>
        <p className="q-small q-second">
          {label(pack.kind(read.subject.kind)?.label)} {read.subject.demonstration && <DemoLabel />}
          <span className="q-push">{t('policy.judgedOn', { day: format.day(read.on) })}</span>
        </p>
        {GROUPS.map((verdict) => {
          const group = judged.filter((answer) => answer.verdict === verdict)
          return (
            group.length > 0 && (
              <section key={verdict}>
                <h2 className={`q-h3 q-group-${verdict}`}>
                  {t(`policy.group.${verdict}`)}{' '}
                  <span className="q-small q-second">{t('policy.count', { n: group.length })}</span>
                </h2>
                {group.map(entry)}
              </section>
            )
          )
        })}
        {rest.length > 0 && (
          <section>
            <h2 className="q-h3">{t('policy.group.none')}</h2>
            {rest.map(entry)}
          </section>
        )}
        {blank.length > 0 && (
          <section>
            <h2 className="q-h3 q-second">
              {t('policy.notEntered')}{' '}
              <span className="q-small q-second">{t('policy.count', { n: blank.length })}</span>
            </h2>
            <p className="q-small q-second">
              {blank.map((answer) => label(answer.label)).join(t('fact.and'))}
              {t('policy.notEnteredSays')}
            </p>
          </section>
        )}
        {read.together && (
          <p className="q-note sea">
            {t('policy.together', { total: worth({ from: read.together.total, to: read.together.total }) })}
          </p>
        )}
      </nav>
      {chosen && (
        <AnswerPane
          answer={chosen}
          facts={read.facts}
          onBack={() => filters.set({ policy: undefined })}
          pending={props.pending}
          {...(props.own && { own: read.subject })}
          {...(mayApply(chosen) && { apply: read.subject })}
        />
      )}
    </div>
  )
}

function Entry(props: { answer: Answer; chosen: boolean; onChoose: () => void }): ReactNode {
  const { answer } = props
  const label = useLabel()
  const brief = useBrief()
  return (
    <button type="button" className="q-answer-entry" aria-current={props.chosen} onClick={props.onChoose}>
      {answer.verdict && <Verdict verdict={answer.verdict} bare />}
      <span className="q-answer-name">{label(answer.label)}</span>
      <span className="q-answer-brief">{brief(answer)}</span>
    </button>
  )
}

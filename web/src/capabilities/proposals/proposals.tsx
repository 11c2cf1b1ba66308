import { filesContract } from '@qiongding/server/platform/files/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag, Unknown } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { addressOf, call } from '../../shell/api.ts'
import { useFactText } from '../../shell/facts.ts'
import { useFilters } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { Refused } from '../../shell/refused.tsx'
import { useSession } from '../../shell/session.ts'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { useWrite } from '../../shell/write.ts'
import { type Proposal, proposalsContract, proposalsQuery, type State } from './queries.ts'
import './proposals.css'

const STATES: readonly State[] = ['open', 'accepted', 'declined', 'withdrawn', 'all']

/** What enterprises say of themselves: for an officer to decide, for an enterprise to see what became of it. */
export function Proposals(): ReactNode {
  const { t } = useTranslation()
  const filters = useFilters()
  const party = useSession().person.party
  const state = STATES.find((one) => one === filters.value('state')) ?? (party ? 'all' : 'open')
  const read = useInfiniteQuery(proposalsQuery(state))
  const rows = read.data?.pages.flatMap((page) => page.rows) ?? []
  usePage([{ text: t('proposal.screen') }])
  return (
    <div className="q-page">
      <h1 className="q-h1">{t('proposal.screen')}</h1>
      <ViewTabs
        label={t('proposal.screen')}
        current={state}
        onChoose={(one) => filters.set({ state: one })}
        views={STATES.map((one) => ({ id: one, text: t(`proposal.states.${one}`) }))}
      />
      {read.error && <ErrorState error={read.error} again={() => void read.refetch()} />}
      {read.isPending && <Skeleton rows={6} widths={['30%', '20%', '20%', 120]} />}
      {read.data && (
        <>
          {state === 'open' && !party && (
            <ConclusionSentence>
              {t('proposal.waiting', { n: read.data.pages[0]?.total ?? 0 })}
            </ConclusionSentence>
          )}
          {rows.length === 0 ? (
            <EmptyState title={t('proposal.none')}>
              {t(party ? 'proposal.noneOwn' : 'proposal.noneSays')}
            </EmptyState>
          ) : (
            <ul className="q-proposals">
              {rows.map((row) => (
                <Row key={row.id} row={row} own={party !== undefined} />
              ))}
            </ul>
          )}
          <More of={read} />
        </>
      )}
    </div>
  )
}

const TONE = { open: 'caution', accepted: 'good', declined: 'bad', withdrawn: 'unknown' } as const

function Row(props: { row: Proposal; own: boolean }): ReactNode {
  const { row, own } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const text = useFactText()
  const [isDeclining, setDeclining] = useState(false)
  const options = { params: { id: row.id }, ifMatch: row.version }
  const accept = useWrite({
    write: () => call(proposalsContract.accept, options),
    done: () => t('proposal.accepted', { name: row.name }),
  })
  const withdraw = useWrite({
    write: () => call(proposalsContract.withdraw, options),
    done: () => t('proposal.withdrawn'),
  })
  const decline = useWrite<string, unknown>({
    write: (reason) => call(proposalsContract.decline, { ...options, body: { reason } }),
    done: () => t('proposal.declined'),
    after: () => setDeclining(false),
  })
  return (
    <li className="q-proposal">
      <div className="q-grow">
        <div className="q-row wrap">
          {!own && (
            <Link
              to="/registry/$kind/$id"
              params={{ kind: row.kind, id: row.subjectId }}
              className="q-strong"
            >
              {row.name}
            </Link>
          )}
          {row.demonstration && <DemoLabel />}
          <Tag tone={TONE[row.state]}>{t(`proposal.states.${row.state}`)}</Tag>
          <span className="q-source">
            {row.by} {format.day(row.day)}
          </span>
        </div>
        <dl className="q-proposed">
          {row.facts.map((fact) => {
            return (
              <div key={fact.key}>
                <dt>{label(fact.label)}</dt>
                <dd>
                  {row.state === 'open' && (
                    <span className="q-second">
                      {fact.was === undefined ? <Unknown /> : text(fact.key, fact.was)}
                      {' → '}
                    </span>
                  )}
                  <b>{text(fact.key, fact.value)}</b>
                </dd>
              </div>
            )
          })}
        </dl>
        <div className="q-small q-second">
          {t('proposal.by', { source: row.source, day: format.day(row.asOf) })}
          {row.file ? (
            <>
              {' '}
              <a
                href={addressOf(filesContract.download, { params: { id: row.file.id } })}
                download={row.file.name}
              >
                {row.file.name}
              </a>
            </>
          ) : (
            ` ${t('proposal.noPaper')}`
          )}
        </div>
        {row.decided && (
          <div className="q-small">
            {t('proposal.decided', { by: row.decided.by, day: format.day(row.decided.day) })}
            {row.decided.reason !== undefined && t('proposal.reason', { reason: row.decided.reason })}
          </div>
        )}
        <Refused error={accept.error ?? withdraw.error} />
      </div>
      {row.abilities.length > 0 && (
        <div className="q-row wrap">
          {row.abilities.includes('fact.accept') && (
            <>
              <Button kind="primary" small busy={accept.isPending} onClick={() => accept.mutate(undefined)}>
                {t('proposal.accept')}
              </Button>
              <Button small onClick={() => setDeclining(true)}>
                {t('proposal.decline')}
              </Button>
            </>
          )}
          {row.abilities.includes('fact.propose') && (
            <Button small busy={withdraw.isPending} onClick={() => withdraw.mutate(undefined)}>
              {t('proposal.withdraw')}
            </Button>
          )}
        </div>
      )}
      {isDeclining && (
        <ReasonForm
          title={t('proposal.declineTitle', { name: row.name })}
          hint={t('proposal.declineHint')}
          button={t('proposal.decline')}
          write={decline}
          onClose={() => setDeclining(false)}
        />
      )}
    </li>
  )
}

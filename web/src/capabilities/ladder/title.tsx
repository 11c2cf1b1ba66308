import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Tag, Unknown, Verdict } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useClauseWords } from '../../shell/clause-words.ts'
import { useFilters } from '../../shell/list.ts'
import { useMessage } from '../../shell/messages.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { PageExport } from '../../shell/page-export.tsx'
import { useStep } from '../../shell/policy-step.ts'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { useLadderKinds } from './kinds.ts'
import { type Firm, type Firms, firmsQuery, VIEWS, type View } from './queries.ts'
import './ladder.css'

/** Enterprises to one title: one step short, ready, holding it, running out. */
export function LadderTitlePage(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const filters = useFilters()
  const { title } = useParams({ strict: false }) as { title: string }
  const view: View = VIEWS.find((one) => one === filters.value('view')) ?? 'short'
  const read = useInfiniteQuery(firmsQuery(title, view, useAsOf()))
  const first = read.data?.pages[0]
  usePage([{ text: t('ladder.title'), to: '/ladder' }, { text: label(first?.title.label) }])
  const views = VIEWS.filter((one) => first === undefined || first.title[one] !== undefined)
  return (
    <div className="q-page">
      <div className="q-row wrap">
        <h1 className="q-h1">{label(first?.title.label, t('ladder.title'))}</h1>
        {first && (
          <span className="q-push">
            <PageExport
              page="ladder"
              title={label(first.title.label)}
              query={{ title, view }}
              narrowed={[t(`ladder.column.${view}`)]}
            />
          </span>
        )}
      </div>
      {read.error && <ErrorState error={read.error} again={() => void read.refetch()} />}
      {read.isPending && <Skeleton rows={10} widths={['24%', 80, 160, 120]} />}
      {first && (
        <>
          <Head read={first} view={view} />
          <ViewTabs
            label={t('ladder.views')}
            current={view}
            onChoose={(one) => filters.set({ view: one })}
            views={views.map((one) => ({
              id: one,
              text: t(`ladder.column.${one}`),
              count: format.figure(first.title[one] ?? 0),
            }))}
          />
          <Rows rows={read.data?.pages.flatMap((page) => page.rows) ?? []} view={view} read={first} />
          <More of={read} />
          <p>
            <SourceNote asOf={first.on} />
          </p>
        </>
      )}
    </div>
  )
}

function Head(props: { read: Firms; view: View }): ReactNode {
  const { title, total } = props.read
  const { t } = useTranslation()
  const label = useLabel()
  const format = useFormat()
  return (
    <>
      {title.note && <p className="q-small q-second">{label(title.note)}</p>}
      {title.policy && (
        <p className="q-small q-second">
          {t('ladder.judgedBy')}{' '}
          <Link to="/policies/$policy" params={{ policy: title.policy.id }}>
            {label(title.policy.label)}
          </Link>
          {!title.policy.inForce && ` ${t('ladder.notInForce')}`}
        </p>
      )}
      <ConclusionSentence>
        {t(`ladder.viewSays.${props.view}`, { n: format.figure(total) })}
      </ConclusionSentence>
    </>
  )
}

const JUDGED: readonly View[] = ['short', 'ready', 'missing']

function Rows(props: { rows: readonly Firm[]; view: View; read: Firms }): ReactNode {
  const { rows, view, read } = props
  const kinds = useLadderKinds()
  const { t } = useTranslation()
  const isJudged = JUDGED.includes(view)
  if (rows.length === 0) return <EmptyState title={t('ladder.nobody')}>{t('ladder.nobodySays')}</EmptyState>
  return (
    <table className="q-table q-stacked q-blocks q-ladder-firms">
      <thead>
        <tr>
          <th scope="col">{t('policy.subject')}</th>
          {isJudged ? (
            <>
              <th scope="col">{t(view === 'short' ? 'ladder.criterion' : 'policy.lineVerdict')}</th>
              <th scope="col">{t(view === 'missing' ? 'ladder.papers' : 'ladder.step')}</th>
            </>
          ) : (
            <>
              <th scope="col">{t('ladder.certificate')}</th>
              <th scope="col">{t('ladder.granted')}</th>
              <th scope="col">{t('ladder.validTo')}</th>
              <th scope="col">{t('ladder.source')}</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {isJudged && read.title.policy ? (
                <Link
                  to="/policies/answers/$kind/$id"
                  params={{ kind: kinds.firm, id: row.id }}
                  search={{ policy: read.title.policy.id }}
                >
                  {row.name}
                </Link>
              ) : (
                <Link to="/registry/$kind/$id" params={{ kind: kinds.firm, id: row.id }}>
                  {row.name}
                </Link>
              )}{' '}
              {row.demonstration && <DemoLabel />}
            </th>
            {isJudged ? <Judged row={row} view={view} /> : <Certified row={row} view={view} />}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Judged(props: { row: Firm; view: View }): ReactNode {
  const { row, view } = props
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const words = useClauseWords()
  const message = useMessage()
  const step = useStep()
  const { criterion, steps, missing, verdict } = row
  const [first, ...others] = steps
  return (
    <>
      <td className="wrap">
        {view === 'short' && criterion ? (
          <>
            <div>
              {criterion.label
                ? label(criterion.label)
                : criterion.text
                  ? words(criterion.text)
                  : t('policy.oneOf')}
            </div>
            <div className="q-small q-second">
              {criterion.messages.map(message).join(t('policy.stop'))} {criterion.cite}
            </div>
          </>
        ) : (
          verdict && <Verdict verdict={verdict} word={t(`policy.verdict.${verdict}`)} />
        )}
      </td>
      <td className="wrap">
        {view === 'short' &&
          (first ? (
            <>
              {step(first)}
              {others.length > 0 && (
                <span className="q-source"> {t('policy.otherSteps', { n: others.length })}</span>
              )}
            </>
          ) : (
            <span className="q-second">{t('ladder.noNumber')}</span>
          ))}
        {view === 'ready' && t(verdict === 'review' ? 'policy.says.review' : 'ladder.apply')}
        {view === 'missing' &&
          missing
            .map((key) => {
              const fact = pack.fact(key)
              const name = label(fact?.label, key)
              return fact?.proof ? t('ladder.paper', { fact: name, paper: label(fact.proof) }) : name
            })
            .join(t('fact.and'))}
      </td>
    </>
  )
}

function Certified(props: { row: Firm; view: View }): ReactNode {
  const { row, view } = props
  const { certificate, before, days, doubt } = row
  const kinds = useLadderKinds()
  const { t } = useTranslation()
  const format = useFormat()
  if (!certificate) return null
  return (
    <>
      <td>
        <Link to="/registry/$kind/$id" params={{ kind: kinds.certificate, id: certificate.id }}>
          {certificate.number ?? t('ladder.noNumberOfPaper')}
        </Link>
      </td>
      <td>
        {certificate.grantedOn ? format.day(certificate.grantedOn) : <Unknown />}
        {before?.grantedOn && (
          <span className="q-source"> {t('ladder.after', { day: format.day(before.grantedOn) })}</span>
        )}
      </td>
      <td>
        {certificate.validTo ? format.day(certificate.validTo) : <Unknown />}
        {days !== undefined && (
          <span className="q-source">
            {' '}
            {t(view === 'lapsed' ? 'ladder.daysAgo' : 'ladder.daysLeft', { n: days })}
          </span>
        )}
      </td>
      <td className="wrap q-second">
        {certificate.source} {doubt && <Tag tone="caution">{t(`ladder.doubts.${doubt}`)}</Tag>}
      </td>
    </>
  )
}

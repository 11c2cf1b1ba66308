import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag, Verdict } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { useStep } from '../../shell/policy-step.ts'
import { useMay } from '../../shell/session.ts'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { type View, type Who, whoQuery } from './queries.ts'
import { useStanding, useWorth } from './words.ts'
import './policies.css'

const VIEWS: readonly View[] = ['yes', 'review', 'unknown', 'no', 'step']

/** Who gets a policy, what it costs, whom people have to look at, who lacks a paper, who is one step short. */
export function PolicyWho(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const filters = useFilters()
  const navigate = useNavigate()
  const mayDraft = useMay()('policy.draft')
  const { policy } = useParams({ strict: false }) as { policy: string }
  const view = VIEWS.find((one) => one === filters.value('view')) ?? 'yes'
  const read = useInfiniteQuery(whoQuery(policy, view, useAsOf()))
  const first = read.data?.pages[0]
  usePage([{ text: t('policy.title'), to: '/policies' }, { text: label(first?.policy.label) }])
  return (
    <div className="q-page">
      <div className="q-row wrap">
        <h1 className="q-h1">{label(first?.policy.label, t('policy.title'))}</h1>
        {first && mayDraft && (
          <span className="q-push">
            <Button
              onClick={() =>
                void navigate({
                  to: '/policies/texts/$id',
                  params: { id: 'new' },
                  search: { policy: first.policy.id },
                })
              }
            >
              {t('policy.write.next')}
            </Button>
          </span>
        )}
      </div>
      {read.error && <ErrorState error={read.error} again={() => void read.refetch()} />}
      {read.isPending && <Skeleton rows={10} widths={['24%', 80, 160, 120]} />}
      {first && (
        <>
          <Head read={first} />
          {first.policy.standing.is === 'in-force' && (
            <>
              <ViewTabs
                label={t('policy.views')}
                current={view}
                onChoose={(one) => filters.set({ view: one })}
                views={VIEWS.map((one) => ({
                  id: one,
                  text: t(`policy.view.${one}`),
                  ...(one !== 'step' && { count: format.figure(first.counts[one]) }),
                  ...(one === 'step' && view === 'step' && { count: format.figure(first.total) }),
                }))}
              />
              <Rows
                rows={read.data?.pages.flatMap((page) => page.rows) ?? []}
                kind={first.policy.of}
                view={view}
                policy={first.policy.id}
              />
              <More of={read} />
            </>
          )}
        </>
      )}
    </div>
  )
}

function Head(props: { read: Who }): ReactNode {
  const { policy, counts, cost, subjects, on } = props.read
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const label = useLabel()
  const standing = useStanding()
  const worth = useWorth()
  const figures = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, format.figure(n)]))
  return (
    <div className="q-policy-head">
      <p className="q-small q-second">
        {policy.standing.cite} {standing(policy.standing)}
      </p>
      <ConclusionSentence>
        {policy.standing.is === 'in-force'
          ? t('policy.whoSays', {
              ...figures,
              subjects: format.figure(subjects),
              kind: label(pack.kind(policy.of)?.label),
            })
          : standing(policy.standing)}
        {cost && t('policy.cost', { cost: worth(cost) })}
      </ConclusionSentence>
      {policy.verify.length > 0 && (
        <details>
          <summary>
            <Tag tone="caution">{t('policy.verifyCount', { n: policy.verify.length })}</Tag>
          </summary>
          <ul className="q-verify">
            {policy.verify.map((note) => (
              <li key={note.en}>{label(note)}</li>
            ))}
          </ul>
        </details>
      )}
      <SourceNote asOf={on}>{policy.note && label(policy.note)}</SourceNote>
    </div>
  )
}

function Rows(props: { rows: Who['rows']; kind: string; view: View; policy: string }): ReactNode {
  const { t } = useTranslation()
  const step = useStep()
  const worth = useWorth()
  const pack = usePack()
  const label = useLabel()
  if (props.rows.length === 0)
    return <EmptyState title={t('policy.nobodyHere')}>{t('policy.nobodyHereSays')}</EmptyState>
  return (
    <table className="q-table q-stacked q-blocks q-policies q-who">
      <thead>
        <tr>
          <th scope="col">{t('policy.subject')}</th>
          <th scope="col">{t('policy.lineVerdict')}</th>
          <th scope="col">{t('policy.why')}</th>
          <th scope="col" className="q-right">
            {t('policy.worth.title')}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => {
          const [first] = row.steps
          const names = row.missing.map((key) => label(pack.fact(key)?.label, key)).join(t('fact.and'))
          return (
            <tr key={row.id}>
              <th scope="row">
                <Link
                  to="/policies/answers/$kind/$id"
                  params={{ kind: props.kind, id: row.id }}
                  search={{ policy: props.policy }}
                >
                  {row.name}
                </Link>{' '}
                {row.demonstration && <DemoLabel />}
              </th>
              <td>
                <Verdict verdict={row.verdict} word={t(`policy.verdict.${row.verdict}`)} />
              </td>
              <td className="wrap">
                {row.verdict === 'unknown' && t('policy.lacking', { n: row.missing.length, facts: names })}
                {row.verdict === 'no' && (first ? step(first) : t('policy.notMet'))}
                {row.verdict === 'review' && t('policy.says.review')}
              </td>
              <td className="q-right">{row.worth && worth(row.worth)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

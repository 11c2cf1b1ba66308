import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Checkbox, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { call } from '../../shell/api.ts'
import { useFilters } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel } from '../../shell/pack.ts'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { useSession } from '../../shell/session.ts'
import { useWrite } from '../../shell/write.ts'
import { Budget } from './budget.tsx'
import { type Automatic, applicationsContract, automaticQuery, policiesQuery } from './queries.ts'

/** Those who meet a policy by what is known: nobody applies, an office approves the list. */
export function AutomaticList(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const filters = useFilters()
  const { office } = useSession().person
  const all = useQuery(policiesQuery)
  const own = (all.data?.policies ?? []).filter(
    (policy) => policy.office === office && policy.kind === 'reward' && policy.standing.is === 'in-force',
  )
  const policy = filters.value('policy') ?? own[0]?.id ?? ''
  const read = useInfiniteQuery(automaticQuery(policy))
  const first = read.data?.pages[0]
  if (all.error) return <ErrorState error={all.error} again={() => void all.refetch()} />
  if (!all.data) return <Skeleton rows={8} widths={['30%', 120, 120]} />
  if (own.length === 0)
    return <EmptyState title={t('application.noPolicy')}>{t('application.noPolicySays')}</EmptyState>
  return (
    <>
      <div className="q-row" style={{ margin: '10px 0' }}>
        <Select
          aria-label={t('application.policy')}
          style={{ width: 320, maxWidth: '100%' }}
          value={policy}
          options={own.map((one) => ({ value: one.id, label: label(one.label) }))}
          onChange={(next: string) => filters.set({ policy: next })}
        />
      </div>
      {read.error && <ErrorState error={read.error} again={() => void read.refetch()} />}
      {read.isPending && <Skeleton rows={8} widths={['30%', 120, 120]} />}
      {first && (
        <Chosen
          key={policy}
          of={own.find(({ id }) => id === policy)?.of ?? ''}
          first={first}
          rows={read.data?.pages.flatMap((page) => page.rows) ?? []}
        />
      )}
      <More of={read} />
    </>
  )
}

/** Most that are approved at once. */
const AT_ONCE = 200

function Chosen(props: { of: string; first: Automatic; rows: Automatic['rows'] }): ReactNode {
  const { first, rows } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [isAsking, setAsking] = useState(false)
  const chosen = rows.filter(({ id }) => !left.has(id)).slice(0, AT_ONCE)
  const sum = chosen.reduce((total, { amount }) => total + Number(amount), 0)
  // What neither was paid nor is already granted.
  const open = first.budget && Math.max(0, Number(first.budget.left) - Number(first.budget.granted))
  const approve = useWrite<string, { made: number }>({
    write: (opinion) =>
      call(applicationsContract.approve, {
        params: { policy: first.policy.id },
        body: { subjects: chosen.map(({ id }) => id), opinion },
      }),
    done: ({ made }) => t('application.approved', { n: made }),
    after: () => setAsking(false),
  })
  return (
    <>
      <ConclusionSentence>
        {t('application.listSays', { n: format.figure(first.total), sum: format.money(Number(first.sum)) })}
      </ConclusionSentence>
      {first.budget && <Budget budget={first.budget} />}
      {open !== undefined && sum > open && (
        <p className="q-note">
          {t('application.beyond', { open: format.money(open), sum: format.money(sum) })}
        </p>
      )}
      {rows.length === 0 ? (
        <EmptyState title={t('application.nobody')}>{t('application.nobodySays')}</EmptyState>
      ) : (
        <>
          <div className="q-row wrap" style={{ margin: '10px 0' }}>
            <Button
              kind="primary"
              disabled={chosen.length === 0 || !first.abilities.includes('application.decide')}
              onClick={() => setAsking(true)}
            >
              {t('application.approve', { n: chosen.length, sum: format.money(sum) })}
            </Button>
            <span className="q-source">{t('application.basis')}</span>
          </div>
          <table className="q-table q-stacked q-blocks q-applications">
            <thead>
              <tr>
                <th scope="col">{t('application.who')}</th>
                <th scope="col" className="q-right">
                  {t('policy.worth.title')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Checkbox
                      checked={!left.has(row.id)}
                      aria-label={t('application.choose', { name: row.name })}
                      onChange={(event) => {
                        const next = new Set(left)
                        if (event.target.checked) next.delete(row.id)
                        else next.add(row.id)
                        setLeft(next)
                      }}
                    />{' '}
                    <Link
                      to="/policies/answers/$kind/$id"
                      params={{ kind: props.of, id: row.id }}
                      search={{ policy: first.policy.id }}
                    >
                      {row.name}
                    </Link>{' '}
                    {row.demonstration && <DemoLabel />}
                  </th>
                  <td className="q-right">
                    <span className="q-phone-word">{t('policy.worth.title')}</span>
                    {format.money(Number(row.amount))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {isAsking && (
        <ReasonForm
          title={t('application.approveTitle', { n: chosen.length, sum: format.money(sum) })}
          hint={t('application.approveHint')}
          label={t('application.opinion')}
          button={t('application.approveDo')}
          kind="primary"
          write={approve}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

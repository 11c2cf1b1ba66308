import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../kit/states.tsx'
import { DataTable, type TableColumn } from '../../../kit/table/data-table.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useFactText } from '../../../shell/facts.ts'
import { useRows } from '../../../shell/list.ts'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { ViewTabs } from '../../../shell/view-tabs.tsx'
import {
  type Action,
  type Amendment,
  type AmendmentRow,
  amendmentRowsQuery,
  type Outcome,
  type Which,
} from './queries.ts'

const ACTIONS: readonly Action[] = ['change', 'disagrees', 'fresher', 'forbidden', 'gone', 'same']
const OUTCOMES: readonly Outcome[] = ['stale', 'written', 'overtaken', 'undone']

/** The rows by what would become of them, or became; first those that change, or that did not go as approved. */
export function AmendmentRows(props: { amendment: Amendment; overrule: boolean }): ReactNode {
  const { amendment } = props
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const tabs = [
    ...OUTCOMES.map((id) => ({
      id: `outcome ${id}`,
      which: { outcome: id },
      n: amendment.outcomes[id] ?? 0,
    })),
    ...ACTIONS.map((id) => ({ id: `action ${id}`, which: { action: id }, n: amendment.actions[id] ?? 0 })),
  ].filter(({ id, n }) => n > 0 && !(id === 'action change' && Object.keys(amendment.outcomes).length > 0))
  const [chosen, setChosen] = useState<string>()
  const tab = tabs.find(({ id }) => id === chosen) ?? tabs[0]
  const query = useInfiniteQuery({
    ...amendmentRowsQuery(amendment.id, (tab?.which ?? {}) as Which, amendment.state),
    enabled: tab !== undefined,
  })
  const rows = useRows(query.data?.pages)
  const columns = useRowColumns(amendment)
  if (!tab) return null
  return (
    <section className="q-amendment-rows">
      <ViewTabs
        label={t('amendments.rows')}
        views={tabs.map(({ id, n }) => ({
          id,
          text: t(`amendments.${id.replace(' ', '.')}`),
          count: format.figure(n),
        }))}
        current={tab.id}
        onChoose={setChosen}
      />
      <p className="q-source" style={{ margin: '6px 0' }}>
        {t(`amendments.means.${tab.id.split(' ')[1]}`)}
      </p>
      {query.error ? (
        <ErrorState error={query.error} again={() => void query.refetch()} />
      ) : (
        <DataTable
          key={tab.id}
          label={t('amendments.rows')}
          columns={columns}
          rows={rows}
          idOf={(row) => row.id}
          total={tab.n}
          loading={query.isFetching}
          onEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
          onOpen={(row) =>
            void navigate({ to: '/registry/$kind/$id', params: { kind: amendment.kind, id: row.id } })
          }
        />
      )}
    </section>
  )
}

/** What stood, what it becomes or has become, and whose word stood there. */
function useRowColumns(amendment: Amendment): readonly TableColumn<AmendmentRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  return useMemo(() => {
    const { fact, kind } = amendment
    const said = (stood: AmendmentRow['before']) =>
      stood?.value === undefined ? (
        <span className="q-unknown-word">{t('unknown')}</span>
      ) : (
        <span title={factText(fact, stood.value)}>{factText(fact, stood.value)}</span>
      )
    const nameFact = pack.kind(kind)?.nameFact ?? ''
    return [
      {
        id: 'name',
        header: label(pack.fact(nameFact)?.label, t('registry.name')),
        cell: (row) => (
          <span title={row.name}>
            <b>{row.name}</b>
          </span>
        ),
      },
      { id: 'before', header: t('amendments.before'), width: 170, cell: (row) => said(row.before) },
      {
        id: 'after',
        header: t('amendments.after'),
        width: 190,
        cell: (row) => {
          const changes = row.outcome === 'written' || (row.outcome === undefined && row.action === 'change')
          if (row.now) return said(row.now)
          if (!changes) return said(row.before)
          if (amendment.value === undefined) return <span className="q-unknown-word">{t('unknown')}</span>
          return <b title={factText(fact, amendment.value)}>{factText(fact, amendment.value)}</b>
        },
      },
      {
        id: 'source',
        header: t('amendments.stood'),
        width: 220,
        cell: (row) => {
          const stood = row.now ?? row.before
          return (
            stood && (
              <span className="q-third" title={`${stood.source} ${stood.by}`}>
                {stood.source}
              </span>
            )
          )
        },
      },
      {
        id: 'asOf',
        header: t('registry.asOf'),
        width: 96,
        figure: true,
        cell: (row) => {
          const stood = row.now ?? row.before
          return stood && <span className="q-third">{format.day(stood.asOf)}</span>
        },
      },
    ] satisfies TableColumn<AmendmentRow>[]
  }, [amendment, t, format, label, pack, factText])
}

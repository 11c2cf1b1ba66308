import type { JourneyRow } from '@qiongding/server/spine/journeys/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { daysFrom } from '../../kit/format.ts'
import { DemoLabel, StageCells, Verdict } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, NoResult } from '../../kit/states.tsx'
import { DataTable, type TableColumn } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { ROW_HEIGHT, useAppearance } from '../../shell/appearance.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { PageExport } from '../../shell/page-export.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { type JourneyFilter, journeysQuery } from './queries.ts'

const VIEWS: Readonly<Record<string, JourneyFilter>> = {
  open: { open: 'true' },
  ready: { held: 'false', open: 'true' },
  held: { held: 'true', open: 'true' },
  all: {},
}

/** Addresses from the dome name the filter itself. */
const VIEW_OF_HELD: Readonly<Record<string, string>> = { true: 'held', false: 'ready' }

/** What the next gate says of a row: open, or how many are not met and unknown. */
export function GateWord(props: { row: JourneyRow }): ReactNode {
  const { t } = useTranslation()
  const { row } = props
  if (row.closed) return <span className="q-third">{t('journey.closed')}</span>
  if (!row.gate) return <span className="q-third">{t('journey.lastStage')}</span>
  if (row.gate.passes) return <Verdict verdict="yes" word={t('journey.ready')} />
  if (row.gate.unmet > 0 && row.gate.unknown === 0)
    return <Verdict verdict="no" word={t('journey.unmetOnly', { n: row.gate.unmet })} />
  if (row.gate.unmet > 0)
    return (
      <Verdict verdict="no" word={t('journey.unmet', { n: row.gate.unmet, unknown: row.gate.unknown })} />
    )
  return <Verdict verdict="unknown" word={t('journey.unknown', { n: row.gate.unknown })} />
}

function useColumns(): readonly TableColumn<JourneyRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  return useMemo(
    () => [
      { id: 'gate', header: t('journey.gate'), width: 150, cell: (row) => <GateWord row={row} /> },
      {
        id: 'title',
        header: t('journey.one'),
        names: true,
        cell: (row) => (
          <span title={row.title}>
            <b>{row.title}</b> <span className="q-third q-small">{row.no}</span>{' '}
          </span>
        ),
      },
      {
        id: 'stage',
        header: t('journey.stage'),
        width: 180,
        cell: (row) => {
          const stages = pack.journeys.find((journey) => journey.id === row.definition)?.stages ?? []
          return (
            <span className="q-row">
              <StageCells at={stages.findIndex((stage) => stage.id === row.stage)} of={stages.length} />
              {label(row.stageLabel)}
            </span>
          )
        },
      },
      {
        id: 'days',
        header: t('journey.inStage'),
        width: 86,
        figure: true,
        cell: (row) => (
          <span className={row.late === 'yes' ? 'q-warm q-strong' : ''}>
            {t('journey.days', { n: daysFrom(row.since, format.today) })}
          </span>
        ),
      },
      {
        id: 'next',
        header: t('journey.next'),
        width: 118,
        cell: (row) => (row.gate ? label(row.gate.toLabel) : ''),
      },
      {
        id: 'orders',
        header: t('journey.openOrders'),
        width: 92,
        figure: true,
        cell: (row) =>
          row.openOrders === 0 ? <span className="q-third">0</span> : format.figure(row.openOrders),
      },
      {
        id: 'parties',
        header: t('journey.parties'),
        width: 240,
        cell: (row) =>
          row.parties
            .filter((party) => party.name !== row.title)
            .map((party) => party.name)
            .join(t('fact.and')),
      },
      {
        id: 'opened',
        header: t('journey.opened'),
        width: 80,
        figure: true,
        cell: (row) => <span className="q-second">{format.day(row.openedOn)}</span>,
      },
    ],
    [t, format, label, pack],
  )
}

/** Every journey of one definition or of all: where it stands and what its next gate lacks. */
export function JourneyList(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const filters = useFilters()
  const { density } = useAppearance()
  const definition = filters.value('definition')
  const stage = filters.value('stage')
  const view = filters.value('view') ?? VIEW_OF_HELD[filters.value('held') ?? ''] ?? 'open'
  const filter = { ...(VIEWS[view] ?? {}), definition, stage }
  const query = useInfiniteQuery(journeysQuery(filter, useAsOf()))
  const rows = useRows(query.data?.pages)
  const first = query.data?.pages[0]
  const columns = useColumns()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const title = label(pack.journeys.find((journey) => journey.id === definition)?.label, t('journey.title'))
  usePage([{ text: title }], first && t('journey.count', { n: first.total }))
  const stages = (first?.stages ?? []).filter(
    (item) => definition === undefined || item.definition === definition,
  )
  return (
    <div className="q-list">
      <h1 className="q-hidden">{title}</h1>
      <div className="q-list-main">
        <ViewTabs
          label={title}
          views={Object.keys(VIEWS).map((id) => ({ id, text: t(`journey.view.${id}`) }))}
          current={view}
          onChoose={(id) => filters.set({ view: id, held: undefined })}
          aside={
            <PageExport
              page="journeys"
              title={title}
              query={filter}
              narrowed={[
                t(`journey.view.${view}`),
                definition && title,
                stage && label(stages.find((item) => item.id === stage)?.label, stage),
              ]}
            />
          }
        />
        <div className="q-filters">
          <Select
            aria-label={t('journey.definition')}
            allowClear
            placeholder={t('journey.everyDefinition')}
            style={{ minWidth: 160 }}
            value={definition ?? null}
            options={pack.journeys.map((journey) => ({ value: journey.id, label: label(journey.label) }))}
            onChange={(value) => filters.set({ definition: value ?? undefined, stage: undefined })}
          />
          <Select
            aria-label={t('journey.stage')}
            allowClear
            placeholder={t('journey.everyStage')}
            style={{ minWidth: 160 }}
            value={stage ?? null}
            options={stages.map((item) => ({
              value: item.id,
              label: t('journey.stageCount', { stage: label(item.label), n: item.n }),
              key: `${item.definition} ${item.id}`,
            }))}
            onChange={(value) => filters.set({ stage: value ?? undefined })}
          />
          {rows.some((row) => row.demonstration) && (
            <span className="q-push">
              <DemoLabel />
            </span>
          )}
        </div>
        {query.error ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : query.data && rows.length === 0 ? (
          stage !== undefined || view === 'held' || view === 'ready' ? (
            <NoResult
              title={t('journey.noResult')}
              ways={[
                ...(stage === undefined
                  ? []
                  : [{ label: t('journey.dropStage'), drop: () => filters.set({ stage: undefined }) }]),
                ...(view === 'held' || view === 'ready'
                  ? [
                      {
                        label: t('journey.dropHeld'),
                        drop: () => filters.set({ view: 'open', held: undefined }),
                      },
                    ]
                  : []),
              ]}
            />
          ) : (
            <EmptyState title={t('journey.empty.title')}>{t('journey.empty.step')}</EmptyState>
          )
        ) : (
          <DataTable
            label={title}
            columns={columns}
            rows={rows}
            idOf={(row) => row.id}
            total={first?.total}
            loading={query.isFetching}
            onEnd={onEnd}
            rowHeight={ROW_HEIGHT[density]}
            onOpen={(row) => void navigate({ to: '/journeys/$id', params: { id: row.id } })}
          />
        )}
      </div>
    </div>
  )
}

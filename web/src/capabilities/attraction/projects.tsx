import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { type ReactNode, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, NoResult } from '../../kit/states.tsx'
import { DataTable } from '../../kit/table/data-table.tsx'
import { PHONE, useMedia } from '../../kit/use-media.ts'
import { ROW_HEIGHT, useAppearance } from '../../shell/appearance.tsx'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { PageExport } from '../../shell/page-export.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { Board } from './board.tsx'
import { useColumns } from './columns.tsx'
import { Incoming } from './incoming.tsx'
import { type Listed, type ProjectFilter, projectsQuery } from './queries.ts'
import './attraction.css'

type View = Omit<ProjectFilter, 'definition'>
const VIEWS: Readonly<Record<string, View>> = {
  open: { open: 'true' },
  mine: { open: 'true', mine: 'true' },
  red: { open: 'true', light: 'red' },
  yellow: { open: 'true', light: 'yellow' },
  late: { open: 'true', late: 'true' },
  ended: { open: 'false' },
  all: {},
}

/** On a phone a card names the project, its light, money and days; the rest is on its page. */
const ON_PHONE: ReadonlySet<string> = new Set(['investor', 'since', 'gate', 'mode', 'office', 'clocks'])
const NOTHING: ReadonlySet<string> = new Set()

/** The pipeline: every project the reader may see, as a table or by stage. */
export function Projects(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const { definition } = useParams({ strict: false }) as { definition: string }
  const filters = useFilters()
  const { density } = useAppearance()
  const phone = useMedia(PHONE)
  const isPast = useIsPast()
  const found = pack.journeys.find((journey) => journey.id === definition)
  const view = filters.value('view') ?? 'open'
  const stage = filters.value('stage')
  const mode = filters.value('mode')
  const q = filters.value('q')
  const sort = filters.value('sort') ?? '-opened'
  const asBoard = filters.value('as') === 'board' && !phone
  const filter = { definition, ...(VIEWS[view] ?? {}), q, stage, mode, sort }
  const query = useInfiniteQuery(projectsQuery(filter, useAsOf()))
  const rows = useRows(query.data?.pages)
  const first = query.data?.pages[0]
  const columns = useColumns(definition, phone)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const title = label(found?.label, t('attraction.title'))
  usePage([{ text: title }], first && t('journey.count', { n: first.total }))
  const modes = pack.fact(found?.intake?.mode ?? '')?.values ?? []
  const narrowed = stage !== undefined || mode !== undefined || q !== undefined
  return (
    <div className="q-list">
      <h1 className="q-hidden">{title}</h1>
      <div className="q-list-main">
        <ViewTabs
          label={title}
          views={Object.keys(VIEWS).map((id) => ({ id, text: t(`attraction.view.${id}`) }))}
          current={view}
          onChoose={(id) => filters.set({ view: id })}
          aside={
            first?.abilities.includes('journey.open') &&
            !isPast && (
              <Button
                kind="primary"
                onClick={() => void navigate({ to: '/attraction/$definition/new', params: { definition } })}
              >
                {t('attraction.enter')}
              </Button>
            )
          }
        />
        {first && <Summary listed={first} />}
        {first && <Incoming rows={first.incoming} />}
        <div className="q-filters">
          <Input.Search
            aria-label={t('attraction.find')}
            placeholder={t('attraction.find')}
            allowClear
            defaultValue={q ?? ''}
            style={{ width: 220 }}
            onSearch={(text) => filters.set({ q: text === '' ? undefined : text })}
          />
          <Select
            aria-label={t('journey.stage')}
            allowClear
            placeholder={t('journey.everyStage')}
            style={{ minWidth: 150 }}
            value={stage ?? null}
            options={(first?.stages ?? []).map((item) => ({
              value: item.id,
              label: t('journey.stageCount', { stage: label(item.label), n: item.n }),
            }))}
            onChange={(value) => filters.set({ stage: value ?? undefined })}
          />
          <Select
            aria-label={t('attraction.mode')}
            allowClear
            placeholder={t('attraction.everyMode')}
            style={{ minWidth: 150 }}
            value={mode ?? null}
            options={(first?.modes.length ? first.modes : modes.map((one) => ({ ...one, n: 0 }))).map(
              (one) => ({
                value: one.id,
                label: t('journey.stageCount', { stage: label(one.label), n: one.n }),
              }),
            )}
            onChange={(value) => filters.set({ mode: value ?? undefined })}
          />
          {!phone && (
            <Button onClick={() => filters.set({ as: asBoard ? undefined : 'board' })}>
              {t(asBoard ? 'attraction.asTable' : 'attraction.asBoard')}
            </Button>
          )}
          <PageExport
            page="projects"
            title={title}
            query={filter}
            narrowed={[
              t(`attraction.view.${view}`),
              stage && label(first?.stages.find((item) => item.id === stage)?.label, stage),
              mode && label(modes.find((one) => one.id === mode)?.label, mode),
              q && t('export.search', { q }),
            ]}
          />
          {rows.some((row) => row.demonstration) && (
            <span className="q-push">
              <DemoLabel />
            </span>
          )}
        </div>
        {query.error ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : query.data && rows.length === 0 && (narrowed || view !== 'open') ? (
          <NoResult
            title={t('attraction.noResult')}
            ways={[
              {
                label: t('attraction.dropAll'),
                drop: () => filters.set({ q: undefined, stage: undefined, mode: undefined, view: 'open' }),
              },
            ]}
          />
        ) : query.data && rows.length === 0 ? (
          <EmptyState title={t('attraction.empty.title')}>{t('attraction.empty.step')}</EmptyState>
        ) : asBoard && first ? (
          <Board
            stages={first.stages}
            rows={rows}
            onStage={(id) => filters.set({ stage: id, as: undefined })}
          />
        ) : (
          <DataTable
            label={title}
            columns={columns}
            rows={rows}
            hidden={phone ? ON_PHONE : NOTHING}
            idOf={(row) => row.id}
            total={first?.total}
            loading={query.isFetching}
            onEnd={onEnd}
            sort={sort}
            onSort={(next) => filters.set({ sort: next })}
            rowHeight={ROW_HEIGHT[density]}
            onOpen={(row) => void navigate({ to: '/journeys/$id', params: { id: row.id } })}
          />
        )}
      </div>
    </div>
  )
}

/** One sentence first: how many, which lights, how many of these were set by hand. */
function Summary(props: { listed: Listed }): ReactNode {
  const { t } = useTranslation()
  const { total, lights, setByHand } = props.listed
  return (
    <p className="q-conclusion q-summary">
      {t('attraction.summary', { n: total, red: lights.red, yellow: lights.yellow, unknown: lights.unknown })}
      {setByHand > 0 && t('attraction.setByHand', { n: setByHand })}
    </p>
  )
}

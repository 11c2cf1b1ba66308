import type { ListRow, ListVersion } from '@qiongding/server/spine/registry/lists/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Checkbox, Input, Select } from 'antd'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState, NoResult } from '../../kit/states.tsx'
import { DataTable, type TableColumn } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { ROW_HEIGHT, useAppearance } from '../../shell/appearance.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useCellText, useFactHeader } from '../../shell/facts.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { usePack } from '../../shell/pack.ts'
import { Overdue, useVersionName } from './badges.tsx'
import type { ListRead } from './list.tsx'
import { listRowsQuery } from './queries.ts'

const WIDTHS: Readonly<Record<string, number>> = { number: 104, day: 92, boolean: 72, enum: 104, tree: 132 }

function useColumns(list: ListRead): readonly TableColumn<ListRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const header = useFactHeader()
  const cellText = useCellText()
  return useMemo(() => {
    const nameFact = pack.kind(list.kind)?.nameFact ?? ''
    return [
      {
        id: 'name',
        header: header(nameFact),
        cell: (row: ListRow) => (
          <span title={row.name}>
            <b>{row.name}</b>
          </span>
        ),
      },
      {
        id: 'asOf',
        header: t('registry.asOf'),
        width: 92,
        figure: true,
        cell: (row: ListRow) => <span className="q-third">{format.day(row.asOf)}</span>,
      },
      {
        id: 'fresh',
        header: t('list.freshness'),
        width: 120,
        cell: (row: ListRow) =>
          row.overdueDays > 0 ? (
            <Overdue days={row.overdueDays} />
          ) : (
            <span className="q-third">{t('list.fresh')}</span>
          ),
      },
      ...list.columns
        .filter((key) => key !== nameFact)
        .map((key): TableColumn<ListRow> => {
          const fact = pack.fact(key)
          return {
            id: key,
            header: header(key),
            figure: fact?.type === 'number',
            width: WIDTHS[fact?.type ?? 'text'] ?? 164,
            cell: (row) => {
              const cell = row.cells[key]
              if (!cell) return <span className="q-unknown-word">{t('unknown')}</span>
              const from = t('list.from', { source: cell.source, day: format.day(cell.asOf), by: cell.by })
              if (cell.value === undefined)
                return (
                  <span className="q-third" title={from}>
                    {t('fact.masked')}
                  </span>
                )
              const text = cellText(key, cell.value)
              return <span title={`${text} · ${from}`}>{text}</span>
            },
          }
        }),
      {
        id: 'source',
        header: t('list.source'),
        width: 140,
        cell: (row: ListRow) => {
          const sources = [...new Set(Object.values(row.cells).map((cell) => cell.source))].join(
            t('fact.and'),
          )
          return (
            <span className="q-third" title={sources}>
              {sources}
            </span>
          )
        },
      },
    ]
  }, [list.kind, list.columns, t, format, pack, header, cellText])
}

/** The rows of a list now, or of one of its versions, each with where it comes from and how old it is. */
export function ListRows(props: { list: ListRead; version: ListVersion | undefined }): ReactNode {
  const { list, version } = props
  const { t } = useTranslation()
  const format = useFormat()
  const filters = useFilters()
  const navigate = useNavigate()
  const nameOf = useVersionName()
  const { density } = useAppearance()
  const [text, setText] = useState(filters.value('q') ?? '')
  const stale = filters.value('stale') === 'true' ? ('true' as const) : undefined
  const filter = { version: version?.id, q: filters.value('q'), stale }
  const query = useInfiniteQuery(listRowsQuery(list.id, filter, useAsOf()))
  const rows = useRows(query.data?.pages)
  const first = query.data?.pages[0]
  const columns = useColumns(list)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const narrowed = (['q', 'stale'] as const).filter((key) => filter[key] !== undefined)
  return (
    <>
      <div className="q-filters">
        <Select
          aria-label={t('list.which')}
          style={{ minWidth: 190 }}
          value={version?.id ?? 'now'}
          options={[
            { value: 'now', label: t('list.now') },
            ...list.versions
              .filter((one) => one.state !== 'preparing')
              .map((one) => ({
                value: one.id,
                label: `${nameOf(one)} · ${t('asOf', { when: format.day(one.on) })}`,
              })),
          ]}
          onChange={(id) => filters.set({ version: id === 'now' ? undefined : id })}
        />
        <Input.Search
          aria-label={t('registry.find')}
          placeholder={t('registry.find')}
          allowClear
          style={{ width: 200 }}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onSearch={(next) => filters.set({ q: next.trim() || undefined })}
        />
        <Checkbox
          checked={stale === 'true'}
          onChange={(event) => filters.set({ stale: event.target.checked ? 'true' : undefined })}
        >
          {t('list.onlyStale', { n: format.figure(first?.stale ?? list.staleRows) })}
        </Checkbox>
        <span className="q-source q-push">
          {version
            ? t('list.frozen', { on: format.day(version.on), known: format.moment(version.knownAt) })
            : t('list.live')}
        </span>
      </div>
      {query.error ? (
        <ErrorState error={query.error} again={() => void query.refetch()} />
      ) : query.data && rows.length === 0 ? (
        narrowed.length > 0 ? (
          <NoResult
            title={t('list.noResult')}
            ways={narrowed.map((key) => ({
              label: t(`list.drop.${key}`),
              drop: () => filters.set({ [key]: undefined }),
            }))}
          />
        ) : (
          <EmptyState title={t('list.empty.title')}>{t('list.empty.step')}</EmptyState>
        )
      ) : (
        <DataTable
          label={t('list.view.rows')}
          columns={columns}
          rows={rows}
          idOf={(row) => row.id}
          total={first?.total}
          loading={query.isFetching}
          onEnd={onEnd}
          frozen
          rowHeight={ROW_HEIGHT[density]}
          onOpen={(row) =>
            void navigate({ to: '/registry/$kind/$id', params: { kind: list.kind, id: row.id } })
          }
        />
      )}
    </>
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag, Unknown } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, NoResult } from '../../kit/states.tsx'
import { DataTable, type TableColumn } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { ROW_HEIGHT, useAppearance } from '../../shell/appearance.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { needsQuery } from '../../shell/matches.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { useMay } from '../../shell/session.ts'

type Need = OutputOf<
  typeof import('@qiongding/server/spine/matches/contract')['matchesContract']['needs']
>['rows'][number]

/** The needs of one kind of match: choose one, and see who fits. */
export function Needs(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const filters = useFilters()
  const { density } = useAppearance()
  const { profile: id } = useParams({ strict: false }) as { profile: string }
  const profile = pack.matchings.find((item) => item.id === id)
  const q = filters.value('q')
  const [text, setText] = useState(q ?? '')
  const may = useMay()
  const asOf = useAsOf()
  const query = useInfiniteQuery(needsQuery(id, q, asOf))
  const rows = useRows(query.data?.pages)
  const total = query.data?.pages[0]?.total
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  usePage(
    [{ text: t('match.title') }, { text: label(profile?.label, id) }],
    total === undefined ? undefined : t('match.needCount', { n: format.figure(total) }),
  )
  const counted = pack.kind(profile?.need ?? '')?.demand?.quantity !== undefined
  const columns = useMemo(
    (): readonly TableColumn<Need>[] => [
      {
        id: 'name',
        header: label(pack.kind(profile?.need ?? '')?.label, t('match.need')),
        cell: (row) => (
          <span title={row.name}>
            <b>{row.name}</b>{' '}
            {row.expiredOn !== undefined && (
              <Tag>
                {t('match.expired')} {format.day(row.expiredOn)}
              </Tag>
            )}
            {row.closed !== undefined && <Tag>{t(`need.standing.${row.closed}`)}</Tag>}
          </span>
        ),
      },
      { id: 'holder', header: t('match.holder'), cell: (row) => row.holder?.name ?? <Unknown /> },
      ...(counted
        ? [
            {
              id: 'headcount',
              header: t('match.headcount'),
              width: 90,
              figure: true,
              cell: (row: Need) =>
                row.headcount === undefined ? (
                  <span className="q-unknown-word">{t('unknown')}</span>
                ) : (
                  format.figure(row.headcount)
                ),
            },
          ]
        : []),
      {
        id: 'accepted',
        header: t('match.accepted'),
        width: 90,
        figure: true,
        cell: (row) => format.figure(row.accepted),
      },
      {
        id: 'requirements',
        header: t('match.requirements'),
        width: 100,
        figure: true,
        cell: (row) =>
          row.requirements === 0 ? (
            <span className="q-warm">{t('match.vague')}</span>
          ) : (
            format.figure(row.requirements)
          ),
      },
    ],
    [label, pack, profile, t, format, counted],
  )
  return (
    <div className="q-list">
      <h1 className="q-hidden">{t('match.title')}</h1>
      <div className="q-list-main">
        <div className="q-filters">
          {pack.matchings.length > 1 && (
            <Select
              aria-label={t('match.title')}
              style={{ width: 220, maxWidth: '100%' }}
              value={id}
              options={pack.matchings.map((item) => ({ value: item.id, label: label(item.label) }))}
              onChange={(next) => void navigate({ to: '/matches/$profile', params: { profile: next } })}
            />
          )}
          <Input.Search
            aria-label={t('registry.find')}
            placeholder={t('registry.find')}
            allowClear
            style={{ width: 240 }}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onSearch={(next) => filters.set({ q: next.trim() || undefined })}
          />
          {may('registry.write') && asOf.on === undefined && asOf.known === undefined && (
            <Button
              kind="primary"
              onClick={() => void navigate({ to: '/matches/$profile/new', params: { profile: id } })}
            >
              {t('demand.new')}
            </Button>
          )}
          <span className="q-source q-push">
            {t('match.profileLine', { label: label(profile?.label, id), version: profile?.version ?? '' })}{' '}
            {rows.some((row) => row.demonstration) && <DemoLabel />}
          </span>
        </div>
        {query.error ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : query.data && rows.length === 0 ? (
          q !== undefined ? (
            <NoResult
              title={t('match.noResult')}
              ways={[{ label: t('registry.drop', { text: q }), drop: () => filters.set({ q: undefined }) }]}
            />
          ) : (
            <EmptyState title={t('match.empty.title')}>{t('match.empty.step')}</EmptyState>
          )
        ) : (
          <DataTable
            label={t('match.title')}
            columns={columns}
            rows={rows}
            idOf={(row) => row.id}
            total={total}
            loading={query.isFetching}
            onEnd={onEnd}
            rowHeight={ROW_HEIGHT[density]}
            onOpen={(row) =>
              void navigate({ to: '/matches/$profile/$needId', params: { profile: id, needId: row.id } })
            }
          />
        )}
      </div>
    </div>
  )
}

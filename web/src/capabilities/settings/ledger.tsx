import type { LedgerRow } from '@qiongding/server/platform/ledger/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState, NoResult } from '../../kit/states.tsx'
import { DataTable, type TableColumn } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { ROW_HEIGHT, useAppearance } from '../../shell/appearance.tsx'
import { useActorName, useLedgerSentence } from '../../shell/ledger-list.tsx'
import { useFilters, useRows } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { ledgerQuery } from './queries.ts'

/** Everything that happened, newest first. It is only ever added to. */
export function LedgerPage(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const sentence = useLedgerSentence()
  const actorName = useActorName()
  const label = useLabel()
  const pack = usePack()
  const filters = useFilters()
  const { density } = useAppearance()
  const name = filters.value('name')
  const query = useInfiniteQuery(ledgerQuery(name))
  const rows = useRows(query.data?.pages)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const columns = useMemo(
    (): readonly TableColumn<LedgerRow>[] => [
      {
        id: 'recorded',
        header: t('ledger.recorded'),
        width: 124,
        cell: (row) => format.moment(row.recordedAt),
      },
      { id: 'day', header: t('ledger.day'), width: 92, cell: (row) => format.day(row.day) },
      { id: 'actor', header: t('ledger.who'), width: 150, cell: (row) => <b>{actorName(row.actor)}</b> },
      {
        id: 'what',
        header: t('ledger.what'),
        names: true,
        cell: (row) => <span title={row.name}>{sentence(row)}</span>,
      },
      {
        id: 'about',
        header: t('ledger.about'),
        cell: (row) => (
          <span title={row.about.id}>
            {row.about.title ??
              label(
                pack.kind(row.about.kind)?.label,
                t(`ledger.kind.${row.about.kind}`, { defaultValue: row.about.kind }),
              )}
          </span>
        ),
      },
    ],
    [t, format, sentence, actorName, label, pack],
  )
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (query.data && rows.length === 0)
    return name === undefined ? (
      <EmptyState title={t('ledger.empty')} />
    ) : (
      <NoResult
        title={t('ledger.noResult')}
        ways={[{ label: t('registry.drop', { text: name }), drop: () => filters.set({ name: undefined }) }]}
      />
    )
  return (
    <DataTable
      label={t('ledger.title')}
      columns={columns}
      rows={rows}
      idOf={(row) => row.id}
      loading={query.isFetching}
      onEnd={onEnd}
      rowHeight={ROW_HEIGHT[density]}
    />
  )
}

import type { Order } from '@qiongding/server/spine/orders/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Unknown } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, NoResult } from '../../kit/states.tsx'
import { DataTable, type TableColumn } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { PHONE, useMedia } from '../../kit/use-media.ts'
import { ROW_HEIGHT, useAppearance } from '../../shell/appearance.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { OrderStanding } from '../../shell/order-progress.tsx'
import { labelIn, useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { PageExport } from '../../shell/page-export.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { OrderPanel } from './panel.tsx'
import { type OrderFilter, ordersQuery } from './queries.ts'

const VIEWS: Readonly<Record<string, OrderFilter>> = {
  open: { open: 'true' },
  mine: { mine: 'true', open: 'true' },
  late: { late: 'true' },
  'to-confirm': { state: 'delivered' },
  disputed: { state: 'disputed' },
  all: {},
}

/** Columns that step aside while one order stands open beside the list. */
const BESIDE_PANEL: ReadonlySet<string> = new Set(['party', 'raised', 'blocks'])
/** On a phone the progress stands under the order and says the promise; the rest is one touch away. */
const ON_PHONE: ReadonlySet<string> = new Set([...BESIDE_PANEL, 'office', 'promised', 'state'])
const PHONE_ROW = 60
const NOTHING: ReadonlySet<string> = new Set()

function useColumns(phone: boolean): readonly TableColumn<Order>[] {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const chinese = i18n.language.startsWith('zh')
  return useMemo(
    () => [
      {
        id: 'element',
        header: t('order.element'),
        width: phone && chinese ? 46 : 84,
        cell: (order) => <b>{label(labelIn(pack.elements, order.element), order.element)}</b>,
      },
      {
        id: 'what',
        header: t('order.what'),
        cell: (order) => (
          <div className={phone ? 'q-two-lines' : ''}>
            <span title={order.what}>
              {order.what} <span className="q-third q-small">{order.no}</span>
            </span>
            {phone && (
              <div>
                <OrderStanding order={order} />
              </div>
            )}
          </div>
        ),
      },
      {
        id: 'party',
        header: t('order.party'),
        width: 190,
        cell: (order) => order.party?.name ?? <Unknown />,
      },
      { id: 'office', header: t('order.office'), width: 110, cell: (order) => label(order.officeLabel) },
      {
        id: 'raised',
        header: t('order.raised'),
        width: 94,
        cell: (order) => <span className="q-second">{format.day(order.raisedOn)}</span>,
      },
      {
        id: 'promised',
        header: t('order.promised'),
        width: 94,
        cell: (order) =>
          order.promisedOn === undefined ? (
            <span className="q-unknown-word">{t('unknown')}</span>
          ) : (
            <span className={order.late === 'yes' ? 'q-warm q-strong' : ''}>
              {format.day(order.promisedOn)}
            </span>
          ),
      },
      {
        id: 'state',
        header: t('order.progress'),
        width: 250,
        cell: (order) => <OrderStanding order={order} />,
      },
      {
        id: 'blocks',
        header: t('order.blocks'),
        width: 86,
        cell: (order) =>
          order.blocks ? (
            <b>{label(order.blocks.label)}</b>
          ) : (
            <span className="q-third">{t('order.blocksNothing')}</span>
          ),
      },
    ],
    [t, format, label, pack, phone, chinese],
  )
}

/** Who owes what by when: every element order, by view. */
export function OrderList(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const filters = useFilters()
  const { density } = useAppearance()
  const asOf = useAsOf()
  const view = filters.value('view') ?? viewOf(filters.value)
  const filter: OrderFilter = {
    ...(VIEWS[view] ?? VIEWS.open),
    element: filters.value('element'),
    office: filters.value('office'),
  }
  const query = useInfiniteQuery(ordersQuery(filter, asOf))
  const rows = useRows(query.data?.pages)
  const total = query.data?.pages[0]?.total
  const phone = useMedia(PHONE)
  const columns = useColumns(phone)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  usePage([{ text: t('order.title') }], total === undefined ? undefined : t('order.count', { n: total }))
  const current = filters.value('order')
  const narrowed = (['element', 'office'] as const).filter((key) => filters.value(key) !== undefined)
  return (
    <div className={current ? 'q-list with-panel' : 'q-list'}>
      <h1 className="q-hidden">{t('order.title')}</h1>
      <div className="q-list-main">
        <ViewTabs
          label={t('order.title')}
          views={Object.keys(VIEWS).map((id) => ({ id, text: t(`order.view.${id}`) }))}
          current={view}
          onChoose={(id) =>
            filters.set({ view: id, state: undefined, late: undefined, mine: undefined, open: undefined })
          }
          aside={
            <PageExport
              page="orders"
              title={t('order.title')}
              query={filter}
              narrowed={[
                t(`order.view.${view}`),
                filter.element && label(labelIn(pack.elements, filter.element)),
                filter.office && label(labelIn(pack.offices, filter.office)),
              ]}
            />
          }
        />
        <div className="q-filters">
          <Select
            aria-label={t('order.element')}
            allowClear
            placeholder={t('order.everyElement')}
            style={{ minWidth: 140 }}
            value={filters.value('element') ?? null}
            options={pack.elements.map((element) => ({ value: element.id, label: label(element.label) }))}
            onChange={(element) => filters.set({ element: element ?? undefined })}
          />
          <Select
            aria-label={t('order.office')}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('order.everyOffice')}
            style={{ minWidth: 170 }}
            value={filters.value('office') ?? null}
            options={pack.offices.map((office) => ({ value: office.id, label: label(office.label) }))}
            onChange={(office) => filters.set({ office: office ?? undefined })}
          />
          <span className="q-source q-push">
            {t('order.barsMean')} {rows.some((order) => order.demonstration) && <DemoLabel />}
          </span>
        </div>
        {query.error ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : query.data && rows.length === 0 ? (
          narrowed.length > 0 ? (
            <NoResult
              title={t('order.noResult')}
              ways={narrowed.map((key) => ({
                label: t(`order.drop.${key}`),
                drop: () => filters.set({ [key]: undefined }),
              }))}
            />
          ) : (
            <EmptyState title={t(`order.empty.${view}`, { defaultValue: t('order.empty.open') })}>
              {t('order.empty.step')}
            </EmptyState>
          )
        ) : (
          <DataTable
            label={t('order.title')}
            columns={columns}
            hidden={phone ? ON_PHONE : current === undefined ? NOTHING : BESIDE_PANEL}
            rows={rows}
            idOf={(order) => order.id}
            total={total}
            loading={query.isFetching}
            onEnd={onEnd}
            rowHeight={phone ? PHONE_ROW : ROW_HEIGHT[density]}
            current={current}
            phone="table"
            onOpen={(order) => filters.set({ order: order.id })}
          />
        )}
      </div>
      {current && <OrderPanel id={current} onClose={() => filters.set({ order: undefined })} />}
    </div>
  )
}

/** Addresses from the dome name the filter itself; they open the view that shows it. */
function viewOf(value: (key: string) => string | undefined): string {
  if (value('mine') === 'true') return 'mine'
  if (value('late') === 'true') return 'late'
  if (value('state') === 'delivered') return 'to-confirm'
  if (value('state') === 'disputed') return 'disputed'
  return 'open'
}

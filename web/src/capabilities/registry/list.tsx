import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { DataTable } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { ROW_HEIGHT, useAppearance } from '../../shell/appearance.tsx'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { useMay } from '../../shell/session.ts'
import { DraftForm } from './amendments/draft-form.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { ColumnChoice, type Layout, useLayout, useMoves, useShownColumns } from './columns.tsx'
import { CreateForm } from './create-form.tsx'
import { DuplicatesLink } from './duplicates/duplicates-link.tsx'
import { ExportButton } from './exports/export-button.tsx'
import { useColumns } from './list-columns.tsx'
import { NothingFound } from './nothing-found.tsx'
import { useSelection } from './selection.ts'
import { Toolbar } from './toolbar.tsx'
import { useSubjects } from './use-subjects.ts'
import { useViews } from './views/use-views.ts'
import { ViewBar } from './views/view-bar.tsx'

/** The columns of a list: those its address names, else as this reader left them, else the pack's own. */
function useListLayout(kind: string, own: readonly string[] | undefined) {
  const filters = useFilters()
  const defaults = useMemo(() => [...(own ?? []), 'asOf'], [own])
  const [kept, setKept] = useLayout(kind, defaults)
  const named = filters.value('columns')
  const layout = useMemo(
    (): Layout => (named === undefined ? kept : { shown: named.split(','), widths: kept.widths }),
    [named, kept],
  )
  function change(next: Layout | undefined): void {
    if (named === undefined) setKept(next)
    else {
      setKept({ shown: kept.shown, widths: next?.widths ?? {} })
      filters.set({ columns: next?.shown.join(',') })
    }
  }
  const isOwn = layout.shown.join() === defaults.join()
  return { layout, change, told: isOwn ? undefined : layout.shown }
}

/** One list of the district, as its offices keep it: views, search, conditions, order, columns. */
export function RegistryList(): ReactNode {
  const { kind } = useParams({ strict: false }) as { kind: string }
  const views = useViews(kind)
  if (views.waits)
    return (
      <div className="q-page">
        <Skeleton rows={12} />
      </div>
    )
  return <List key={kind} kindId={kind} views={views} />
}

function List(props: { kindId: string; views: ReturnType<typeof useViews> }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const filters = useFilters()
  const may = useMay()
  const isPast = useIsPast()
  const { density } = useAppearance()
  const { kindId, views } = props
  const kind = pack.kind(kindId)
  const [creating, setCreating] = useState(false)
  const [amending, setAmending] = useState(false)
  const { q, filter: conditions, sort } = views.shows
  const filter = { q, filter: conditions, sort }
  const subjects = useSubjects(kindId, filter, useAsOf())
  const { loaded: rows, total } = subjects
  const columns = useColumns(kind)
  const { layout, change, told } = useListLayout(kindId, kind?.columns)
  const shown = useShownColumns(columns, layout)
  const moves = useMoves(layout, change)
  const { selection, count, chosen, clear } = useSelection(`${kindId} ${q} ${conditions}`, total)
  const title = label(kind?.label, kindId)
  const counted =
    total === undefined ? undefined : t('registry.count', { count: total, n: format.figure(total) })
  usePage([{ text: title }], counted)
  const narrowed = q !== undefined || conditions !== undefined
  const mayWrite = subjects.abilities.includes('registry.write') && !isPast
  const picked = rows.filter((row) => chosen.has(row.id))

  return (
    <div className="q-list" style={{ position: 'relative' }}>
      <h1 className="q-hidden">{title}</h1>
      <div className="q-list-main">
        <ViewBar kind={kindId} views={views} total={total} columns={views.shows.columns ?? told} />
        <Toolbar
          kind={kindId}
          demonstration={rows.some((row) => row.demonstration)}
          actions={
            <>
              {!isPast && <DuplicatesLink kind={kindId} />}
              <ColumnChoice columns={columns} layout={layout} onChange={change} />
              {subjects.abilities.includes('registry.export') && (
                <ExportButton
                  kind={kindId}
                  columns={shown.map((column) => column.id)}
                  filter={filter}
                  total={total}
                />
              )}
              {may('registry.import') && !isPast && (
                <Button onClick={() => void navigate({ to: '/imports' })}>
                  <Icon name="up" small />
                  {t('registry.import')}
                </Button>
              )}
              {mayWrite && (
                <Button kind="primary" onClick={() => setCreating(true)}>
                  <Icon name="plus" small />
                  {t('registry.create', { kind: title })}
                </Button>
              )}
            </>
          }
        />
        {subjects.error ? (
          <ErrorState error={subjects.error} again={subjects.again} />
        ) : total === 0 ? (
          narrowed ? (
            <NothingFound title={title} kind={kindId} filter={filter} />
          ) : (
            <EmptyState
              title={t('registry.empty.title', { kind: title })}
              actions={
                may('registry.import') ? <Link to="/imports">{t('registry.empty.import')}</Link> : undefined
              }
            >
              {t('registry.empty.step')}
            </EmptyState>
          )
        ) : (
          <DataTable
            label={title}
            columns={shown}
            moves={moves}
            key={`${kindId} ${sort} ${q} ${conditions}`}
            rowAt={subjects.rowAt}
            onRange={subjects.onRange}
            idOf={(row) => row.id}
            total={total}
            loading={subjects.isFetching}
            sort={sort}
            onSort={(next) => filters.set({ sort: next })}
            rowHeight={ROW_HEIGHT[density]}
            chosen={chosen}
            frozen
            onOpen={(row) =>
              void navigate({ to: '/registry/$kind/$id', params: { kind: kindId, id: row.id } })
            }
          />
        )}
        <div className="q-source q-list-foot q-row">
          <span>{counted}</span>
          {subjects.gaps && (
            <button type="button" className="q-plain-button" onClick={subjects.again}>
              {t('registry.gaps')}
            </button>
          )}
          {mayWrite && (
            <Link to="/registry/$kind/amendments" params={{ kind: kindId }}>
              {t('amendments.title')}
            </Link>
          )}
          <span className="q-push">{t('registry.keys')}</span>
        </div>
      </div>
      {count > 0 && (
        <BulkBar
          count={count}
          all={selection.all}
          rows={picked.length === count ? picked : undefined}
          columns={shown.map((column) => column.id)}
          onClear={clear}
        >
          {mayWrite && (
            <Button small onClick={() => setAmending(true)}>
              {t('amendments.open')}
            </Button>
          )}
        </BulkBar>
      )}
      {amending && kind && (
        <DraftForm
          kind={kind}
          count={count}
          selection={selection}
          q={q}
          filter={conditions}
          onClose={() => setAmending(false)}
        />
      )}
      {creating && kind && <CreateForm kind={kind} onClose={() => setCreating(false)} />}
    </div>
  )
}

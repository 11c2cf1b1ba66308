import type { SubjectRow } from '@qiongding/server/spine/registry/contract'
import { useQueries } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Input } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icons.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, NoResult } from '../../kit/states.tsx'
import { type Chosen, DataTable, type TableColumn } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { ROW_HEIGHT, useAppearance } from '../../shell/appearance.tsx'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { useCellText, useFactHeader } from '../../shell/facts.ts'
import { useFilters } from '../../shell/list.ts'
import { type FactView, type KindView, useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { useMay } from '../../shell/session.ts'
import { ColumnChoice, useLayout, useMoves, useShownColumns } from './columns.tsx'
import { CreateForm } from './create-form.tsx'
import { DuplicatesLink } from './duplicates/duplicates-link.tsx'
import { ExportButton } from './exports/export-button.tsx'
import { type ListFilter, subjectCountQuery } from './queries.ts'
import { useSubjects } from './use-subjects.ts'

/** Wide enough for the words of a column without making the reader scroll. */
const WIDTHS: Readonly<Record<string, number>> = { number: 104, day: 92, boolean: 72, enum: 104, tree: 132 }

/** Lists have no order, and closed values tell none: who stands first would say them. */
const isSortable = (fact: FactView) => fact.type !== 'list' && (fact.sensitivity ?? 'open') === 'open'

function useColumns(kind: KindView | undefined): readonly TableColumn<SubjectRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const header = useFactHeader()
  const cellText = useCellText()
  return useMemo(() => {
    if (!kind) return []
    const stated = pack.facts.filter((fact) => fact.of === kind.id && fact.ageOf === undefined)
    const own = kind.columns.filter((key) => key !== kind.nameFact)
    const others = stated.map((fact) => fact.key).filter((key) => key !== kind.nameFact && !own.includes(key))
    const facts = [...own, ...others]
    return [
      {
        id: 'name',
        header: header(kind.nameFact),
        sort: 'name',
        cell: (row: SubjectRow) => (
          <span title={row.name}>
            <b>{row.name}</b>
          </span>
        ),
      },
      ...facts.map((key): TableColumn<SubjectRow> => {
        const fact = pack.fact(key)
        return {
          id: key,
          header: header(key),
          ...(fact && isSortable(fact) && { sort: key }),
          figure: fact?.type === 'number',
          width: WIDTHS[fact?.type ?? 'text'] ?? 148,
          cell: (row) => {
            const value = row.values[key]
            if (row.masked.includes(key)) return <span className="q-third">{t('fact.masked')}</span>
            if (value === undefined) return <span className="q-unknown-word">{t('unknown')}</span>
            const text = cellText(key, value)
            return <span title={text}>{text}</span>
          },
        }
      }),
      {
        id: 'asOf',
        header: t('registry.asOf'),
        width: 88,
        figure: true,
        cell: (row: SubjectRow) => (
          <span className="q-third">{row.asOf === undefined ? t('unknown') : format.day(row.asOf)}</span>
        ),
      },
    ]
  }, [kind, t, format, pack, header, cellText])
}

/** One list of the district, as its offices keep it: find, filter by a clause, sort, choose columns. */
export function RegistryList(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const filters = useFilters()
  const may = useMay()
  const isPast = useIsPast()
  const { density } = useAppearance()
  const { kind: kindId } = useParams({ strict: false }) as { kind: string }
  const kind = pack.kind(kindId)
  const [creating, setCreating] = useState(false)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const filter = {
    q: filters.value('q'),
    filter: filters.value('filter'),
    sort: filters.value('sort') ?? 'name',
  }
  const subjects = useSubjects(kindId, filter, useAsOf())
  const { loaded: rows, total } = subjects
  const columns = useColumns(kind)
  const defaults = useMemo(() => [...(kind?.columns ?? []), 'asOf'], [kind])
  const [layout, setLayout] = useLayout(kindId, defaults)
  const shown = useShownColumns(columns, layout)
  const moves = useMoves(layout, setLayout)
  const chosen = useMemo(
    (): Chosen => ({
      has: (id) => selected.has(id),
      all: selected.size === 0 ? 'none' : rows.every((row) => selected.has(row.id)) ? 'all' : 'some',
      set: (ids, on) =>
        setSelected((before) => {
          const next = new Set(before)
          for (const id of ids) on ? next.add(id) : next.delete(id)
          return next
        }),
      setAll: (on) => setSelected(on ? new Set(rows.map((row) => row.id)) : new Set()),
    }),
    [selected, rows],
  )
  const title = label(kind?.label, kindId)
  usePage(
    [{ text: title }],
    total === undefined ? undefined : t('registry.count', { n: format.figure(total) }),
  )
  const narrowed = filter.q !== undefined || filter.filter !== undefined
  const mayWrite = subjects.abilities.includes('registry.write') && !isPast

  return (
    <div className="q-list" style={{ position: 'relative' }}>
      <h1 className="q-hidden">{title}</h1>
      <div className="q-list-main">
        <Filters
          key={kindId}
          demonstration={rows.some((row) => row.demonstration)}
          actions={
            <>
              {!isPast && <DuplicatesLink kind={kindId} />}
              <ColumnChoice columns={columns} layout={layout} onChange={setLayout} />
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
            key={`${kindId} ${filter.sort} ${filter.q} ${filter.filter}`}
            rowAt={subjects.rowAt}
            onRange={subjects.onRange}
            idOf={(row) => row.id}
            total={total}
            loading={subjects.isFetching}
            sort={filter.sort}
            onSort={(sort) => filters.set({ sort })}
            rowHeight={ROW_HEIGHT[density]}
            chosen={chosen}
            frozen
            onOpen={(row) =>
              void navigate({ to: '/registry/$kind/$id', params: { kind: kindId, id: row.id } })
            }
          />
        )}
        <div className="q-source q-list-foot q-row">
          <span>{total !== undefined && t('registry.count', { n: format.figure(total) })}</span>
          <span className="q-push">{t('registry.keys')}</span>
        </div>
      </div>
      {selected.size > 0 && (
        <Bulk
          rows={rows.filter((row) => selected.has(row.id))}
          columns={shown.map((column) => column.id)}
          onClear={() => setSelected(new Set())}
        />
      )}
      {creating && kind && <CreateForm kind={kind} onClose={() => setCreating(false)} />}
    </div>
  )
}

/** Which of the two to let go, and how many records come back then. */
function NothingFound(props: { title: string; kind: string; filter: ListFilter }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const filters = useFilters()
  const asOf = useAsOf()
  const { kind, filter } = props
  const keys = (['q', 'filter'] as const).filter((key) => filter[key] !== undefined)
  const counts = useQueries({
    queries: keys.map((key) => subjectCountQuery(kind, { ...filter, [key]: undefined }, asOf)),
  })
  return (
    <NoResult
      title={t('registry.noResult', { kind: props.title })}
      ways={keys.map((key, at) => {
        const n = counts[at]?.data?.total
        return {
          label: t('registry.drop', { text: filter[key] ?? '' }),
          drop: () => filters.set({ [key]: undefined }),
          brings: n === undefined ? undefined : t('registry.count', { n: format.figure(n) }),
        }
      })}
    />
  )
}

/** Find by name and by a clause; both show as chips that can be dropped. */
function Filters(props: { demonstration: boolean; actions: ReactNode }): ReactNode {
  const { t } = useTranslation()
  const filters = useFilters()
  const [q, setQ] = useState(filters.value('q') ?? '')
  const [clause, setClause] = useState(filters.value('filter') ?? '')
  return (
    <div className="q-filters">
      <Input.Search
        aria-label={t('registry.find')}
        placeholder={t('registry.find')}
        allowClear
        style={{ width: 220 }}
        value={q}
        onChange={(event) => setQ(event.target.value)}
        onSearch={(text) => filters.set({ q: text.trim() || undefined })}
      />
      <Input
        aria-label={t('registry.filter')}
        placeholder={t('registry.filterExample')}
        prefix={<Icon name="filter" small />}
        allowClear
        style={{ width: 260 }}
        value={clause}
        onChange={(event) => {
          setClause(event.target.value)
          if (event.target.value === '') filters.set({ filter: undefined })
        }}
        onPressEnter={() => filters.set({ filter: clause.trim() || undefined })}
      />
      <span className="q-push q-row wrap">
        {props.demonstration && <DemoLabel />}
        {props.actions}
      </span>
    </div>
  )
}

/** What can be done with the rows chosen: copy them as a table that Excel takes, or let go. */
function Bulk(props: {
  rows: readonly SubjectRow[]
  columns: readonly string[]
  onClear: () => void
}): ReactNode {
  const { t } = useTranslation()
  const header = useFactHeader()
  const cellText = useCellText()
  const [copied, setCopied] = useState(false)
  const facts = props.columns.filter((id) => id !== 'name' && id !== 'asOf')

  async function copy(): Promise<void> {
    const head = [t('registry.name'), ...facts.map(header)]
    const lines = props.rows.map((row) => [
      row.name,
      ...facts.map((key) => {
        const value = row.values[key]
        return value === undefined ? t('unknown') : cellText(key, value)
      }),
    ])
    await navigator.clipboard.writeText([head, ...lines].map((cells) => cells.join('\t')).join('\n'))
    setCopied(true)
  }

  return (
    <section className="q-bulk" aria-label={t('registry.bulk')}>
      <b>{t('registry.chosen', { n: props.rows.length })}</b>
      <Button small onClick={() => void copy()}>
        {t(copied ? 'registry.copied' : 'registry.copy')}
      </Button>
      <Button small kind="link" onClick={props.onClear}>
        {t('registry.clear')}
      </Button>
    </section>
  )
}

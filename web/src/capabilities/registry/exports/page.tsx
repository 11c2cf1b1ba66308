import type { ExportView } from '@qiongding/server/spine/registry/exports/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag, type TagTone } from '../../../kit/marks.tsx'
import { EmptyState, ErrorState, RefusalNotice, Skeleton } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { cancelExport } from '../../../shell/export-making.tsx'
import { useFilters, useRows } from '../../../shell/list.ts'
import { More } from '../../../shell/more.tsx'
import { labelIn, useLabel, usePack } from '../../../shell/pack.ts'
import { usePage } from '../../../shell/page.tsx'
import { problemOf } from '../../../shell/problem.ts'
import { useMay } from '../../../shell/session.ts'
import { ViewTabs } from '../../../shell/view-tabs.tsx'
import { useWrite } from '../../../shell/write.ts'
import { exportsQuery, type Whose } from './queries.ts'
import '../../../shell/list.css'
import './exports.css'

const TONES: Readonly<Partial<Record<ExportView['state'], TagTone>>> = { ready: 'good', failed: 'bad' }
const VIEWS: readonly Whose[] = ['mine', 'all']

/** What left the house as a file: of which list and days, with how many rows, by whom, and whether it has come back. */
export function Exports(): ReactNode {
  const { t } = useTranslation()
  const filters = useFilters()
  const whose: Whose = filters.value('whose') === 'all' ? 'all' : 'mine'
  const query = useInfiniteQuery(exportsQuery(whose))
  const rows = useRows(query.data?.pages)
  usePage([{ text: t('import.title'), to: '/imports' }, { text: t('export.records') }])
  return (
    <div className="q-list">
      <h1 className="q-hidden">{t('export.records')}</h1>
      <div className="q-list-main">
        <ViewTabs
          label={t('export.records')}
          views={VIEWS.map((id) => ({ id, text: t(`export.whose.${id}`) }))}
          current={whose}
          onChoose={(id) => filters.set({ whose: id === 'mine' ? undefined : id })}
        />
        <p className="q-second" style={{ margin: '10px 0' }}>
          {t(`export.whoseNote.${whose}`)}
        </p>
        {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
        {query.isPending && <Skeleton rows={6} widths={[72, '30%', '8%', '14%', '14%']} />}
        {query.data && rows.length === 0 && (
          <EmptyState title={t('export.empty.title')}>{t('export.empty.step')}</EmptyState>
        )}
        {rows.length > 0 && <Table rows={rows} whose={whose} />}
        <More of={query} />
      </div>
    </div>
  )
}

function Table(props: { rows: readonly ExportView[]; whose: Whose }): ReactNode {
  const { t } = useTranslation()
  const all = props.whose === 'all'
  return (
    <section className="q-scrolls" aria-label={t('export.records')}>
      <table className="q-table q-exports-table q-stack">
        <colgroup>
          <col style={{ width: 84 }} />
          <col />
          <col style={{ width: '24%' }} />
          <col style={{ width: 76 }} />
          <col style={{ width: all ? '15%' : 96 }} />
          <col style={{ width: '20%' }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('import.state')}</th>
            <th scope="col">{t('import.file')}</th>
            <th scope="col">{t('export.scope')}</th>
            <th scope="col" className="q-right">
              {t('import.rows')}
            </th>
            <th scope="col">{t(all ? 'export.byWhom' : 'export.when')}</th>
            <th scope="col">{t('export.back')}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <Row key={row.id} row={row} all={all} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row(props: { row: ExportView; all: boolean }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const { row, all } = props
  const tone = TONES[row.state]
  const cancel = useWrite({ write: () => cancelExport(row.id) })
  const share = row.job?.total ? row.job.done / row.job.total : undefined
  const office = labelIn(pack.offices, row.office)
  const scopeOf = ({ page, list, template, kind }: ExportView) =>
    page !== undefined
      ? t(`export.pages.${page}`)
      : list !== undefined
        ? label(list.label)
        : template !== undefined
          ? label(labelIn(pack.templates, template), template)
          : label(pack.kind(kind)?.label, kind)
  const names = (keys: readonly string[]) =>
    keys.map((key) => label(pack.fact(key)?.label, key)).join(t('fact.and'))
  return (
    <tr>
      <td>
        <Tag {...(tone === undefined ? {} : { tone })}>
          {t(`export.states.${row.state}`)}
          {row.state === 'making' && share !== undefined && ` ${format.share(share, 0)}`}
        </Tag>
      </td>
      <td className="headline">
        {row.href === undefined ? (
          <span className={row.state === 'ready' ? '' : 'q-second'}>{row.fileName}</span>
        ) : (
          <a href={row.href} download={row.fileName}>
            {row.fileName}
          </a>
        )}
        {row.opened.length > 0 && (
          <div className="q-source">{t('export.holdsPersons', { facts: names(row.opened) })}</div>
        )}
        {row.masked.length > 0 && (
          <div className="q-source">{t('export.holdsMasked', { facts: names(row.masked) })}</div>
        )}
        {row.state === 'failed' && row.refusal !== undefined && (
          <div className="q-bad q-small">{t(`refusal.${row.refusal}.title`)}</div>
        )}
        {row.state === 'making' && row.mine && (
          <button
            type="button"
            className="q-plain-button q-small"
            aria-label={t('jobs.cancel', { title: row.fileName })}
            disabled={cancel.isPending}
            onClick={() => cancel.mutate(undefined)}
          >
            {t('action.cancel')}
          </button>
        )}
        {cancel.error !== null && <RefusalNotice problem={problemOf(cancel.error)} />}
      </td>
      <td>
        {scopeOf(row)}
        <div className="q-source">
          {t('asOf', { when: format.day(row.on) })}
          {row.q !== undefined && ` · ${t('export.search', { q: row.q })}`}
          {row.filter !== undefined && ` · ${row.filter}`}
        </div>
      </td>
      <td className="q-right" data-label={t('import.rows')}>
        {row.rows === undefined ? (
          <span className="q-third">{t('export.notYet')}</span>
        ) : (
          format.figure(row.rows)
        )}
      </td>
      <td>
        {all && (
          <div>
            {row.by}
            {office && <span className="q-second"> {label(office)}</span>}
          </div>
        )}
        <span className="q-source">{format.moment(row.recordedAt)}</span>
      </td>
      <td data-label={t('export.back')}>
        <Returns row={row} />
      </td>
    </tr>
  )
}

/** Whether a file has come back, in what state, and a way to each. */
function Returns(props: { row: ExportView }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMay()
  const { returns, returnable, state } = props.row
  if (!returnable) return <span className="q-third">{t('export.notReturnable')}</span>
  if (returns.n === 0)
    return state === 'ready' ? <span className="q-second">{t('export.notBack')}</span> : null
  return (
    <ul>
      {returns.rows.map((one) => (
        <li key={one.importId}>
          {may('registry.import') ? (
            <Link to="/imports/$id" params={{ id: one.importId }} title={one.fileName}>
              {t(`import.states.${one.state}`)}
            </Link>
          ) : (
            t(`import.states.${one.state}`)
          )}
          <span className="q-source">
            {' '}
            {one.by} {format.moment(one.at)}
          </span>
        </li>
      ))}
      {returns.n > returns.rows.length && (
        <li className="q-source">
          {t(returns.rows.length === 0 ? 'export.returnsOnly' : 'export.moreReturns', {
            n: returns.n - returns.rows.length,
          })}
        </li>
      )}
    </ul>
  )
}

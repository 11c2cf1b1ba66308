import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Icon } from '../../../kit/icons.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useIsPast } from '../../../shell/as-of.ts'
import { useFilters, useRows } from '../../../shell/list.ts'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { usePage } from '../../../shell/page.tsx'
import { ViewTabs } from '../../../shell/view-tabs.tsx'
import { useWrite } from '../../../shell/write.ts'
import { ComparePanel } from './compare-panel.tsx'
import { MergeList } from './merge-list.tsx'
import { PairList } from './pair-list.tsx'
import { type Pair, pairId, pairsQuery, seek, type View } from './queries.ts'
import '../../../shell/list.css'
import './duplicates.css'

const VIEWS = ['open', 'name', 'later', 'apart'] as const
const isView = (text: string | undefined): text is View => VIEWS.some((view) => view === text)

/** The same enterprise or person under two names: pairs that a person judges, side by side. Nothing is ever merged by itself. */
export function Duplicates(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const format = useFormat()
  const filters = useFilters()
  const { kind } = useParams({ strict: false }) as { kind: string }
  const asked = filters.value('view')
  const view: View | 'merged' = asked === 'merged' ? 'merged' : isView(asked) ? asked : 'open'
  const query = useInfiniteQuery(pairsQuery(kind, view === 'merged' ? 'open' : view))
  const rows = useRows(query.data?.pages)
  const first = query.data?.pages[0]
  const title = label(pack.kind(kind)?.label, kind)
  usePage([{ text: title, to: `/registry/${kind}` }, { text: t('duplicates.title') }])
  const chosen = filters.value('pair')
  const current = view === 'merged' ? undefined : (chosen ?? (rows[0] && pairId(rows[0])))
  const choose = useCallback((pair: string | undefined) => filters.set({ pair }), [filters])
  const counts = first?.counts
  return (
    <div className={`q-list q-duplicates ${chosen === undefined ? '' : 'chosen'}`}>
      <h1 className="q-hidden">
        {title} {t('duplicates.title')}
      </h1>
      <div className="q-list-main">
        <ViewTabs
          label={t('duplicates.title')}
          views={[...VIEWS, 'merged' as const].map((id) => ({
            id,
            text: t(`duplicates.view.${id}`),
            ...(counts && { count: format.figure(counts[id]) }),
          }))}
          current={view}
          onChoose={(id) => filters.set({ view: id === 'open' ? undefined : id, pair: undefined })}
          aside={<Search kind={kind} search={first?.search} />}
        />
        {query.error ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : view === 'merged' ? (
          <MergeList kind={kind} />
        ) : !first ? (
          <Skeleton rows={8} widths={['50%', '30%']} />
        ) : rows.length === 0 ? (
          <Nothing kind={kind} view={view} searched={first.search !== undefined} />
        ) : (
          <Split rows={rows} current={current} onChoose={choose}>
            <PairList
              kind={kind}
              rows={rows}
              current={current}
              onChoose={choose}
              more={query.hasNextPage}
              busy={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
            {current !== undefined && (
              <ComparePanel
                key={current}
                kind={kind}
                pair={current}
                onBack={() => choose(undefined)}
                onDone={() => choose(nextOf(rows, current))}
              />
            )}
          </Split>
        )}
      </div>
    </div>
  )
}

/** The pair to go on with once one is decided: the one below, or above at the end. */
function nextOf(rows: readonly Pair[], current: string): string | undefined {
  const at = rows.findIndex((row) => pairId(row) === current)
  const next = rows[at + 1] ?? rows[at - 1]
  return next && pairId(next)
}

/** The list beside the two records; the arrows go through the list. */
function Split(props: {
  rows: readonly Pair[]
  current: string | undefined
  onChoose: (pair: string) => void
  children: ReactNode
}): ReactNode {
  const { rows, current, onChoose } = props
  const ids = useMemo(() => rows.map(pairId), [rows])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined
      if (target && /INPUT|TEXTAREA|SELECT/.test(target.tagName)) return
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (step === 0) return
      const next = ids[ids.indexOf(current ?? '') + step]
      if (next === undefined) return
      event.preventDefault()
      onChoose(next)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [ids, current, onChoose])
  return <div className="q-duplicates-split">{props.children}</div>
}

type SearchJob = { state: string; done: number; total?: number | undefined; changedAt?: string | undefined }

/** When the kind was last searched, and a way to have it searched again. */
function Search(props: { kind: string; search: SearchJob | undefined }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const isPast = useIsPast()
  const write = useWrite({ write: () => seek(props.kind) })
  const { search } = props
  const isRunning = search?.state === 'queued' || search?.state === 'running'
  const share = search?.total ? search.done / search.total : undefined
  return (
    <>
      <span className="q-source q-nowrap" role="status">
        {isRunning
          ? t('duplicates.searching', { share: share === undefined ? '' : format.share(share, 0) })
          : search?.changedAt !== undefined &&
            t('duplicates.searched', { when: format.moment(search.changedAt) })}
      </span>
      {!isPast && (
        <Button small busy={write.isPending} disabled={isRunning} onClick={() => write.mutate(undefined)}>
          <Icon name="find" small />
          {t('duplicates.search')}
        </Button>
      )}
    </>
  )
}

function Nothing(props: { kind: string; view: View; searched: boolean }): ReactNode {
  const { t } = useTranslation()
  if (props.view === 'open' && !props.searched)
    return <EmptyState title={t('duplicates.never.title')}>{t('duplicates.never.step')}</EmptyState>
  return (
    <EmptyState title={t(`duplicates.none.${props.view}`)}>
      {t(`duplicates.noneMeans.${props.view}`)}
    </EmptyState>
  )
}

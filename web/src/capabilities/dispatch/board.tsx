import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { PlanForm } from './plan-form.tsx'
import { ProjectMatters } from './project.tsx'
import { boardQuery } from './queries.ts'
import { Sittings } from './sittings.tsx'
import { Tasks } from './tasks.tsx'
import './dispatch.css'

/** What to talk about today, the sittings at which it was, and what offices were told to do. */
export function DispatchBoard(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const filters = useFilters()
  const forum = filters.value('forum')
  const office = filters.value('office')
  const view = filters.value('view') ?? 'today'
  const query = useInfiniteQuery(boardQuery(useAsOf(), { forum, office }))
  const board = query.data?.pages[0]
  const projects = query.data?.pages.flatMap((page) => page.projects) ?? []
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [planning, setPlanning] = useState(false)
  usePage([{ text: t('dispatch.title') }])
  const may = board?.abilities.includes('dispatch.hold') ?? false
  const drafted = pack.journeys.find((journey) => journey.intake !== undefined)?.id
  function choose(key: string, on: boolean): void {
    setChosen((before) => {
      const after = new Set(before)
      if (on) after.add(key)
      else after.delete(key)
      return after
    })
  }
  return (
    <div className="q-page">
      <div className="q-row wrap" style={{ margin: '4px 0 10px' }}>
        <h1 className="q-h1">{t('dispatch.title')}</h1>
        {board && <span className="q-second">{t('dispatch.late', { n: board.total })}</span>}
        {projects.some((one) => one.demonstration) && <DemoLabel />}
        <span className="q-push q-row">
          <Link to="/briefing/leader">{t('briefing.leader.title')}</Link>
          {drafted !== undefined && (
            <Link to="/briefing/paper/$definition" params={{ definition: drafted }}>
              {t('briefing.paper.title')}
            </Link>
          )}
        </span>
      </div>
      <ViewTabs
        label={t('dispatch.views')}
        current={view}
        views={[
          { id: 'today', text: t('dispatch.view.today'), count: board && format.figure(board.total) },
          { id: 'sittings', text: t('dispatch.view.sittings') },
          {
            id: 'tasks',
            text: t('dispatch.view.tasks'),
            count: board && format.figure(board.tasks.open + board.tasks.reported),
          },
        ]}
        onChoose={(next) => filters.set({ view: next })}
      />
      {view === 'sittings' && <Sittings />}
      {view === 'tasks' && <Tasks />}
      {view === 'today' && (
        <>
          {board && board.forums.length > 0 && (
            <div className="q-row wrap q-forums">
              {board.forums.map((one) => (
                <button
                  key={one.id}
                  type="button"
                  className="q-forum"
                  aria-pressed={forum === one.id}
                  title={label(one.source)}
                  onClick={() => filters.set({ forum: forum === one.id ? undefined : one.id })}
                >
                  <b>{label(one.label)}</b>
                  <span>{t('dispatch.matters', { n: one.n })}</span>
                  <span className="q-third">
                    {t(`dispatch.after.${one.after.calendar}`, { n: one.after.days })}
                  </span>
                </button>
              ))}
              <span className="q-push q-row">
                <Select
                  allowClear
                  style={{ width: 180 }}
                  placeholder={t('dispatch.office')}
                  aria-label={t('dispatch.office')}
                  {...(office !== undefined && { value: office })}
                  options={board.offices.map((one) => ({ value: one.id, label: label(one.label) }))}
                  onChange={(next?: string) => filters.set({ office: next })}
                />
                {may && (
                  <Button kind="primary" disabled={chosen.size === 0} onClick={() => setPlanning(true)}>
                    {t('dispatch.plan', { n: chosen.size })}
                  </Button>
                )}
              </span>
            </div>
          )}
          {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
          {query.isPending && <Skeleton rows={8} widths={['40%', '20%', 80]} />}
          {board && projects.length === 0 && (
            <EmptyState title={t('dispatch.none.title')}>{t('dispatch.none.step')}</EmptyState>
          )}
          {projects.length > 0 && (
            <ol className="q-matters">
              {projects.map((project) => (
                <ProjectMatters
                  key={project.id}
                  project={project}
                  forums={board?.forums ?? []}
                  {...(may && { chosen, onChoose: choose })}
                />
              ))}
            </ol>
          )}
          <More of={query} />
          {board && projects.length > 0 && <p className="q-source">{t('dispatch.order')}</p>}
        </>
      )}
      {planning && board && (
        <PlanForm
          forums={board.forums}
          keys={[...chosen]}
          onClose={() => setPlanning(false)}
          onPlanned={() => setChosen(new Set())}
        />
      )}
    </div>
  )
}

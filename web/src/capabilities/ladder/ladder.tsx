import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { Calendar } from './calendar.tsx'
import { type LadderRead, ladderQuery, type Title, type View } from './queries.ts'
import { ResearchTable } from './research.tsx'
import './ladder.css'

const PARTS = ['titles', 'calendar', 'research'] as const

/** Who stands on which rung, who is one step short, what runs out, and what research each brings. */
export function Ladder(): ReactNode {
  const { t } = useTranslation()
  const filters = useFilters()
  const part = PARTS.find((one) => one === filters.value('part')) ?? 'titles'
  const read = useQuery(ladderQuery(useAsOf()))
  usePage([{ text: t('ladder.title') }])
  return (
    <div className="q-page">
      <h1 className="q-h1">{t('ladder.title')}</h1>
      <ViewTabs
        label={t('ladder.title')}
        current={part}
        onChoose={(one) => filters.set({ part: one, sort: undefined })}
        views={PARTS.map((one) => ({ id: one, text: t(`ladder.part.${one}`) }))}
      />
      {part === 'titles' && (
        <>
          {read.error && <ErrorState error={read.error} again={() => void read.refetch()} />}
          {read.isPending && <Skeleton rows={8} widths={['24%', 80, 80, 80]} />}
          {read.data && <Titles read={read.data} />}
        </>
      )}
      {part === 'calendar' && <Calendar />}
      {part === 'research' && <ResearchTable />}
    </div>
  )
}

function Titles(props: { read: LadderRead }): ReactNode {
  const { read } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const sum = (of: (title: Title) => number) =>
    format.figure(read.titles.reduce((n, title) => n + of(title), 0))
  return (
    <>
      <ConclusionSentence>
        {t('ladder.says', {
          subjects: format.figure(read.subjects),
          holders: format.figure(read.holders),
          short: sum((title) => title.short ?? 0),
          ready: sum((title) => title.ready ?? 0),
          due: sum((title) => title.due),
          days: read.dueDays,
        })}
        {read.strangers > 0 && t('ladder.strangers', { n: read.strangers })}
      </ConclusionSentence>
      <table className="q-table q-stacked q-blocks q-ladder">
        <thead>
          <tr>
            <th scope="col">{t('ladder.name')}</th>
            {(['held', 'first', 'again', 'lapsed', 'due', 'ready', 'short', 'missing', 'doubt'] as const).map(
              (view) => (
                <th key={view} scope="col" className="q-right">
                  {t(`ladder.column.${view}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {read.titles.map((title) => (
            <tr key={title.id}>
              <th scope="row">
                <Link
                  to="/ladder/$title"
                  params={{ title: title.id }}
                  search={{ view: title.short === undefined ? 'held' : 'short' }}
                >
                  {label(title.label)}
                </Link>{' '}
                <span className="q-source">{t('ladder.rung', { n: title.rung })}</span>
                {title.policy && !title.policy.inForce && <Tag tone="unknown">{t('ladder.notJudged')}</Tag>}
                {title.note && <div className="q-source wrap">{label(title.note)}</div>}
              </th>
              {(
                ['held', 'first', 'again', 'lapsed', 'due', 'ready', 'short', 'missing', 'doubt'] as const
              ).map((view) => (
                <td key={view} className="q-right">
                  <span className="q-phone-word">{t(`ladder.column.${view}`)}</span>
                  <Figure title={title} view={view} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <SourceNote asOf={read.on}>
        {t('ladder.since', { day: format.day(read.since) })}
        {read.source && label(read.source)}
      </SourceNote>
    </>
  )
}

/** A figure that opens to its rows; where nobody is judged there is none. */
function Figure(props: { title: Title; view: View }): ReactNode {
  const { title, view } = props
  const format = useFormat()
  const n = title[view]
  if (n === undefined) return <span className="q-third">—</span>
  if (n === 0) return <span className="q-third">0</span>
  return (
    <Link to="/ladder/$title" params={{ title: title.id }} search={{ view }}>
      {format.figure(n)}
    </Link>
  )
}

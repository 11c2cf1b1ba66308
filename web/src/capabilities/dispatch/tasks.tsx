import { useInfiniteQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { type TasksAsked, tasksQuery } from './queries.ts'
import { TaskLine } from './task.tsx'

const ASKED = {
  open: { state: 'open' },
  late: { late: 'true' },
  mine: { mine: 'true' },
  reported: { state: 'reported' },
  struck: { state: 'struck' },
} as const satisfies Record<string, TasksAsked>
type Choice = keyof typeof ASKED

/** What offices were told to do, until it is struck off. */
export function Tasks(): ReactNode {
  const { t } = useTranslation()
  const [choice, setChoice] = useState<Choice>('open')
  const query = useInfiniteQuery(tasksQuery(useAsOf(), ASKED[choice]))
  const rows = useRows(query.data?.pages)
  return (
    <>
      <div className="q-row wrap" style={{ margin: '10px 0' }}>
        <Segmented<Choice>
          size="small"
          value={choice}
          options={(Object.keys(ASKED) as Choice[]).map((value) => ({
            value,
            label: t(`task.choice.${value}`),
          }))}
          onChange={setChoice}
        />
      </div>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={5} widths={['46%', 80, 80]} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('task.none.title')}>{t('task.none.step')}</EmptyState>
      )}
      {rows.length > 0 && (
        <ul className="q-tasks">
          {rows.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ul>
      )}
      <More of={query} />
    </>
  )
}

import type { Task } from '@qiongding/server/capabilities/dispatch/contract'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useIsPast } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { dispatchVerbs } from './queries.ts'

/** One task, with what its reader may do about it. `here`: on the page of the sitting that gave it. */
export function TaskLine(props: { task: Task; here?: boolean }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const isPast = useIsPast()
  const { task } = props
  const [asking, setAsking] = useState<'report' | 'sendBack'>()
  const strike = useWrite({ write: () => dispatchVerbs.strike(task), done: () => t('task.struckDone') })
  const write = useWrite({
    write: (text: string) =>
      asking === 'report' ? dispatchVerbs.report(task, text) : dispatchVerbs.sendBack(task, text),
    done: () => t(asking === 'report' ? 'task.reportedDone' : 'task.returnedDone'),
    after: () => setAsking(undefined),
  })
  const may = (ability: string) => !isPast && task.abilities.includes(ability)
  return (
    <li className="q-task">
      <div className="q-grow">
        <div>
          <span className="q-strong">{task.what}</span> <Tag>{label(task.office)}</Tag>{' '}
          {task.state !== 'open' && (
            <Tag tone={task.state === 'struck' ? 'good' : 'sea'}>{t(`task.state.${task.state}`)}</Tag>
          )}
          {task.late && <Tag tone="bad">{t('task.late')}</Tag>}
          {!props.here && task.demonstration && <DemoLabel />}
        </div>
        <div className="q-small q-second">
          {t('task.due', { on: format.day(task.due) })}
          {!props.here && task.project && (
            <>
              {' · '}
              <Link to="/journeys/$id" params={{ id: task.project.id }}>
                {task.project.title}
              </Link>
            </>
          )}
          {!props.here && (
            <>
              {' · '}
              <Link to="/dispatch/sittings/$id" params={{ id: task.sittingId }}>
                {t('task.given', { on: format.day(task.decidedOn) })}
              </Link>
            </>
          )}
        </div>
        {task.report && (
          <div className="q-small">
            {t('task.report', {
              by: task.report.by,
              on: format.day(task.report.day),
              text: task.report.text,
            })}
          </div>
        )}
        {task.returned && (
          <div className="q-small q-warm">
            {t('task.returned', {
              n: task.returned.times,
              on: format.day(task.returned.day),
              reason: task.returned.reason,
            })}
          </div>
        )}
        {task.struck && (
          <div className="q-small q-second">
            {t('task.struck', { by: task.struck.by, on: format.day(task.struck.day) })}
          </div>
        )}
        <Refused error={strike.error} />
      </div>
      <div className="q-row">
        {may('task.report') && <Button onClick={() => setAsking('report')}>{t('task.reportVerb')}</Button>}
        {may('dispatch.hold') && (
          <>
            <Button kind="primary" busy={strike.isPending} onClick={() => strike.mutate(undefined)}>
              {t('task.strikeVerb')}
            </Button>
            <Button onClick={() => setAsking('sendBack')}>{t('task.sendBackVerb')}</Button>
          </>
        )}
      </div>
      {asking && (
        <ReasonForm
          title={t(asking === 'report' ? 'task.reportVerb' : 'task.sendBackVerb')}
          label={t(asking === 'report' ? 'task.reportField' : 'task.reasonField')}
          kind={asking === 'report' ? 'primary' : 'danger'}
          hint={t(asking === 'report' ? 'task.reportHint' : 'task.reasonHint')}
          button={t(asking === 'report' ? 'task.reportVerb' : 'task.sendBackVerb')}
          write={write}
          onClose={() => setAsking(undefined)}
        />
      )}
    </li>
  )
}

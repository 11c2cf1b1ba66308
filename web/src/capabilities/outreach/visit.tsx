import type { Visit } from '@qiongding/server/capabilities/outreach/contract'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Tag, type TagTone } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useIsPast } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { Refused } from '../../shell/refused.tsx'
import { noTask, TaskFields } from '../../shell/task-fields.tsx'
import { useWrite } from '../../shell/write.ts'
import { outreachVerbs } from './queries.ts'

const TONE: Readonly<Record<Visit['followUp'], TagTone>> = {
  closed: 'good',
  next: 'sea',
  late: 'caution',
  open: 'unknown',
  overdue: 'bad',
}

/** One enterprise that was met: what was said, what is next, and how it stands. */
export function VisitLine(props: { visit: Visit; named?: boolean }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const isPast = useIsPast()
  const { visit } = props
  const [asking, setAsking] = useState<'next' | 'done' | 'nothing'>()
  const how = asking === 'done' ? 'done' : 'nothing'
  const write = useWrite({
    write: (text: string) => outreachVerbs.close(visit, how, text),
    done: () => t('outreach.closed'),
    after: () => setAsking(undefined),
  })
  const may = !isPast && visit.abilities.includes('visit.write')
  return (
    <li className="q-visit">
      <div className="q-grow">
        <div>
          {props.named && <span className="q-strong">{visit.company} </span>}
          <span className="q-second">{format.day(visit.day)}</span>{' '}
          <Tag tone={TONE[visit.followUp]}>{t(`outreach.stands.${visit.followUp}`)}</Tag>
        </div>
        <div>{visit.said}</div>
        {visit.next && (
          <div className="q-small">
            {t('outreach.nextSay', {
              what: visit.next.what,
              office: label(visit.next.office),
              due: format.day(visit.next.due),
            })}
          </div>
        )}
        {visit.closed && (
          <div className="q-small q-second">
            {t(`outreach.closedSay.${visit.closed.how}`, {
              by: visit.closed.by,
              day: format.day(visit.closed.day),
              text: visit.closed.text,
            })}
          </div>
        )}
      </div>
      {may && (
        <div className="q-row wrap">
          {visit.next ? (
            <Button small onClick={() => setAsking('done')}>
              {t('outreach.doneVerb')}
            </Button>
          ) : (
            <Button small kind="primary" onClick={() => setAsking('next')}>
              {t('outreach.nextVerb')}
            </Button>
          )}
          <Button small onClick={() => setAsking('nothing')}>
            {t('outreach.nothingVerb')}
          </Button>
        </div>
      )}
      {asking === 'next' && <NextForm visit={visit} onClose={() => setAsking(undefined)} />}
      {(asking === 'done' || asking === 'nothing') && (
        <ReasonForm
          title={t(asking === 'done' ? 'outreach.doneVerb' : 'outreach.nothingVerb')}
          label={t(asking === 'done' ? 'task.reportField' : 'order.form.reason')}
          kind={asking === 'done' ? 'primary' : 'danger'}
          hint={t(asking === 'done' ? 'outreach.doneHint' : 'outreach.nothingHint')}
          button={t(asking === 'done' ? 'outreach.doneVerb' : 'outreach.nothingVerb')}
          write={write}
          onClose={() => setAsking(undefined)}
        />
      )}
    </li>
  )
}

function NextForm(props: { visit: Visit; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const [next, setNext] = useState(noTask)
  const write = useWrite({
    write: () => outreachVerbs.plan(props.visit, { ...next, what: next.what.trim() }),
    done: () => t('outreach.nextDone'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('outreach.nextOf', { company: props.visit.company })} onClose={props.onClose}>
      <form onSubmit={submit}>
        <TaskFields label={t('outreach.next')} value={next} from={props.visit.day} must onChange={setNext} />
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={next.office === ''}>
          {t('action.save')}
        </Button>
      </form>
    </Dialog>
  )
}

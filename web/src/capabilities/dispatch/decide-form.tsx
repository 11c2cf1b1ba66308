import { MOST_TASKS, type Sitting } from '@qiongding/server/capabilities/dispatch/contract'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useMatterText } from '../../shell/matters.ts'
import { Refused } from '../../shell/refused.tsx'
import { lacksOffice, noTask, type StatedTask, TaskFields } from '../../shell/task-fields.tsx'
import { useWrite } from '../../shell/write.ts'
import { dispatchVerbs } from './queries.ts'

type Given = StatedTask & { readonly at: number }

/** What was decided of a matter, and which office is to do what by when. */
export function DecideForm(props: {
  sitting: Sitting
  item: Sitting['agenda'][number]
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const text = useMatterText()
  const { sitting, item } = props
  const [decision, setDecision] = useState('')
  const [tasks, setTasks] = useState<readonly Given[]>([{ at: 0, ...noTask }])
  const write = useWrite({
    write: () =>
      dispatchVerbs.decide(sitting, {
        key: item.key,
        decision,
        tasks: tasks
          .filter(({ what }) => what.trim() !== '')
          .map(({ what, office, due }) => ({ what: what.trim(), office, due })),
      }),
    done: () => t('dispatch.decidedDone'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  const change = (at: number, part: Partial<Given>) =>
    setTasks((before) => before.map((one) => (one.at === at ? { ...one, ...part } : one)))
  return (
    <Dialog title={t('dispatch.decideOf', { title: item.project.title })} onClose={props.onClose} wide>
      <form onSubmit={submit}>
        {item.matter && <p className="q-second">{text(item.matter)}</p>}
        <Field label={t('dispatch.decisionField')} hint={t('dispatch.decisionHint')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={500}
              required
              value={decision}
              onChange={(event) => setDecision(event.target.value)}
            />
          )}
        </Field>
        {tasks.map((task) => (
          <fieldset key={task.at} className="q-task-fields">
            <legend className="q-label">{t('task.nth', { n: task.at + 1 })}</legend>
            <TaskFields
              label={t('task.what')}
              value={task}
              from={sitting.day}
              onChange={(next) => change(task.at, next)}
            />
          </fieldset>
        ))}
        <Refused error={write.error} />
        <div className="q-row">
          <Button kind="primary" submit busy={write.isPending} disabled={tasks.some(lacksOffice)}>
            {t('dispatch.decide')}
          </Button>
          {tasks.length < MOST_TASKS && (
            <Button kind="link" onClick={() => setTasks([...tasks, { at: tasks.length, ...noTask }])}>
              {t('task.another')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}

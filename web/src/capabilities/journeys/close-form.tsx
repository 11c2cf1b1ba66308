import { Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { useLabel } from '../../shell/pack.ts'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { closeJourney } from './queries.ts'
import type { Journey } from './record.tsx'

/** Ends a journey before its last stage, with how and why. */
export function CloseForm(props: { journey: Journey; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { journey } = props
  const [exit, setExit] = useState(journey.exits[0]?.id ?? '')
  const [reason, setReason] = useState('')
  const write = useWrite({
    write: () => closeJourney(journey, exit, reason),
    done: () => t('journey.closeDone', { title: journey.title }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('journey.close')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('journey.exit')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={exit}
              options={journey.exits.map((item) => ({ value: item.id, label: label(item.label) }))}
              onChange={setExit}
            />
          )}
        </Field>
        <Field label={t('order.form.reason')} hint={t('journey.closeHint')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              required
            />
          )}
        </Field>
        {write.error !== null && (
          <div className="q-note caution" style={{ marginBottom: 12 }}>
            <RefusalNotice problem={problemOf(write.error)} />
          </div>
        )}
        <Button kind="danger" submit busy={write.isPending}>
          {t('journey.closeWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

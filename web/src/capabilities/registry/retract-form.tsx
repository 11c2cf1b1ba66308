import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { retractStatement } from './queries.ts'
import type { Subject } from './record.tsx'

/** Takes one statement back, with the reason. It stays in the history, marked; what was said before it stands again. */
export function RetractForm(props: {
  subject: Subject
  statementId: string
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const write = useWrite({
    write: () => retractStatement(props.subject, props.statementId, reason),
    done: () => t('registry.retractDone'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('registry.retract')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('order.form.reason')} hint={t('registry.retractHint')}>
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
          {t('registry.retract')}
        </Button>
      </form>
    </Dialog>
  )
}

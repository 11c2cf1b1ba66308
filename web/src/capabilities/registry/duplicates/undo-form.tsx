import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { RefusalNotice } from '../../../kit/states.tsx'
import { problemOf } from '../../../shell/problem.ts'
import { useWrite } from '../../../shell/write.ts'
import { undoMerge } from './queries.ts'

/** Takes a merge back, with the reason: both records stand for themselves again, as if it had never been. */
export function UndoForm(props: {
  mergeId: string
  merged: string
  into: string
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const write = useWrite({
    write: () => undoMerge(props.mergeId, reason),
    done: () => t('duplicates.undone'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('duplicates.undo')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <p className="q-second" style={{ marginBottom: 12 }}>
          {t('duplicates.undoMeans', { merged: props.merged, into: props.into })}
        </p>
        <Field label={t('order.form.reason')} hint={t('duplicates.undoHint')}>
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
          {t('duplicates.undo')}
        </Button>
      </form>
    </Dialog>
  )
}

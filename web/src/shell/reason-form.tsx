import type { UseMutationResult } from '@tanstack/react-query'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { Field } from '../kit/field.tsx'
import { Refused } from './refused.tsx'

/** Asks for the reason of something that takes back or ends, and does it. */
export function ReasonForm(props: {
  title: string
  hint: string
  button: string
  /** What is asked for; a reason, unless said. */
  label?: string
  kind?: 'primary' | 'danger'
  write: UseMutationResult<unknown, unknown, string>
  onClose: () => void
  /** What stands above the reason. */
  children?: ReactNode
}): ReactNode {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const { write } = props
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(reason)
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit}>
        {props.children}
        <Field label={props.label ?? t('order.form.reason')} hint={props.hint}>
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
        <Refused error={write.error} />
        <Button kind={props.kind ?? 'danger'} submit busy={write.isPending}>
          {props.button}
        </Button>
      </form>
    </Dialog>
  )
}

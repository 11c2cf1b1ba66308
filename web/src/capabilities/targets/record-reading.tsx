import { Input, InputNumber } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { recordReading } from './queries.ts'

/** Types in one reading with its source; earlier readings stay. */
export function RecordReading(props: {
  target: { id: string; on: string; unit?: string | undefined }
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const { target } = props
  const [day, setDay] = useState(target.on)
  const [value, setValue] = useState<number | null>(null)
  const [source, setSource] = useState('')
  const write = useWrite({
    write: (body: { day: string; value: number; source: string }) => recordReading(target.id, body),
    done: () => t('target.record.done'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (value !== null) write.mutate({ day, value, source })
  }
  return (
    <Dialog title={t('target.record.verb')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('target.series.day')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              value={day}
              onChange={(event) => setDay(event.target.value)}
              required
            />
          )}
        </Field>
        <Field label={t('target.series.value')}>
          {(ids) => (
            <InputNumber
              {...ids}
              style={{ width: '100%' }}
              value={value}
              onChange={setValue}
              suffix={target.unit ?? ''}
              required
            />
          )}
        </Field>
        <Field label={t('target.source')} hint={t('target.record.sourceHint')}>
          {(ids) => (
            <Input
              {...ids}
              value={source}
              onChange={(event) => setSource(event.target.value)}
              maxLength={200}
              required
            />
          )}
        </Field>
        {write.error !== null && <RefusalNotice problem={problemOf(write.error)} />}
        <Button kind="primary" submit busy={write.isPending}>
          {t('target.record.write')}
        </Button>
      </form>
    </Dialog>
  )
}

import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import type { ListRead } from './list.tsx'
import { listVerbs } from './queries.ts'

/** Prepares a draft: what is known at this moment, as of a day. Nothing is published by it. */
export function PrepareForm(props: { list: ListRead; onClose: () => void }): ReactNode {
  const { list } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const [on, setOn] = useState(format.today)
  const [note, setNote] = useState('')
  const write = useWrite({
    write: () => listVerbs.prepare(list.id, { on, ...(note === '' ? {} : { note }) }),
    done: () => t('list.prepared'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('list.prepareOf', { list: label(list.label) })} onClose={props.onClose}>
      <form onSubmit={submit}>
        <p className="q-second" style={{ marginBottom: 12 }}>
          {t('list.prepareMeans')}
        </p>
        <Field label={t('list.prepareOn')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              max={format.today}
              value={on}
              onChange={(event) => setOn(event.target.value)}
              required
            />
          )}
        </Field>
        <Field label={t('list.note')} hint={t('list.noteHint')}>
          {(ids) => (
            <Input {...ids} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {t('list.prepareWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

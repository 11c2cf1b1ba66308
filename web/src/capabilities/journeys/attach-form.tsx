import { Input, InputNumber, Select, Switch } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { fromUnitOf } from '../../shell/facts.ts'
import { uploadFile } from '../../shell/files.ts'
import { type FactView, labelIn, useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { attachEvidence } from './queries.ts'
import type { Journey } from './record.tsx'

type Stated = string | number | boolean

/** Attaches one piece of evidence: a file, a fact, or both, as its kind accepts. */
export function AttachForm(props: { journey: Journey; kind: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const evidence = pack.evidence.find((item) => item.id === props.kind)
  const fact = evidence?.fact === undefined ? undefined : pack.fact(evidence.fact)
  const name = label(labelIn(pack.evidence, props.kind), props.kind)
  const [day, setDay] = useState(format.today)
  const [note, setNote] = useState('')
  const [file, setFile] = useState<File>()
  const [value, setValue] = useState<Stated>()
  const acceptsFile = evidence?.accepts.includes('file') ?? true
  const write = useWrite({
    write: async () => {
      const stored = file ? await uploadFile(file) : undefined
      return attachEvidence(props.journey.id, {
        kind: props.kind,
        day,
        ...(note === '' ? {} : { note }),
        ...(stored ? { fileId: stored.id } : {}),
        ...(fact && value !== undefined
          ? {
              fact: {
                key: fact.key,
                value: typeof value === 'number' ? fromUnitOf(value, fact.unit) : value,
              },
            }
          : {}),
      })
    },
    done: () => t('journey.attached', { name }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('journey.attachTitle', { name })} onClose={props.onClose}>
      <form onSubmit={submit}>
        {fact && (
          <Field label={label(fact.label)}>
            {(ids) => <FactInput ids={ids} fact={fact} value={value} onChange={setValue} />}
          </Field>
        )}
        {acceptsFile && (
          <Field label={t('journey.file')}>
            {(ids) => <input {...ids} type="file" onChange={(event) => setFile(event.target.files?.[0])} />}
          </Field>
        )}
        <Field label={t('journey.day')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              max={format.today}
              value={day}
              onChange={(event) => setDay(event.target.value)}
              required
            />
          )}
        </Field>
        <Field label={t('order.form.note')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={2}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <Refused error={write.error} />
        <Button
          kind="primary"
          submit
          busy={write.isPending}
          disabled={!file && value === undefined && note === ''}
        >
          {t('journey.attachWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

/** The control that suits the type of a fact; units stand inside at the right. */
export function FactInput(props: {
  ids: { id: string; 'aria-describedby': string }
  fact: FactView
  value: Stated | undefined
  onChange: (value: Stated | undefined) => void
}): ReactNode {
  const label = useLabel()
  const { fact, value, onChange, ids } = props
  if (fact.type === 'number')
    return (
      <InputNumber
        {...ids}
        style={{ width: '100%' }}
        value={typeof value === 'number' ? value : null}
        suffix={fact.unit ?? ''}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  if (fact.type === 'boolean')
    return <Switch {...ids} checked={value === true} onChange={(checked) => onChange(checked)} />
  if (fact.type === 'enum')
    return (
      <Select
        {...ids}
        style={{ width: '100%' }}
        value={typeof value === 'string' ? value : null}
        options={(fact.values ?? []).map((choice) => ({ value: choice.id, label: label(choice.label) }))}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  return (
    <Input
      {...ids}
      type={fact.type === 'day' ? 'date' : 'text'}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  )
}

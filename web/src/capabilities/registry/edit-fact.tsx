import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { FactField } from '../../shell/fact-field.tsx'
import type { Value } from '../../shell/facts.ts'
import { type FactView, useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { stateFacts } from './queries.ts'
import type { Subject } from './record.tsx'

/** States one fact anew. The old statement stays in the history; an empty value means it is not known any more. */
export function EditFact(props: { subject: Subject; fact: FactView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { subject, fact } = props
  const [value, setValue] = useState<Value | undefined>(subject.values[fact.key])
  const [source, setSource] = useState('')
  const [asOf, setAsOf] = useState(format.today)
  const write = useWrite({
    write: () => stateFacts(subject, { values: { [fact.key]: value ?? null }, source, asOf }),
    done: () => t('registry.stated', { fact: label(fact.label, fact.key) }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('registry.correctFact', { fact: label(fact.label, fact.key) })} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={label(fact.label, fact.key)} hint={t('registry.emptyIsUnknown')}>
          {(ids) => <FactField ids={ids} fact={fact} value={value} onChange={setValue} />}
        </Field>
        <Field label={t('registry.asOf')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              max={format.today}
              value={asOf}
              onChange={(event) => setAsOf(event.target.value)}
              required
            />
          )}
        </Field>
        <Field label={t('registry.source')} hint={t('registry.sourceHint')}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={200}
              value={source}
              onChange={(event) => setSource(event.target.value)}
              required
            />
          )}
        </Field>
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {t('registry.stateWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

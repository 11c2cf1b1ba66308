import { journeysContract } from '@qiongding/server/spine/journeys/contract'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { call } from '../../shell/api.ts'
import { FactField } from '../../shell/fact-field.tsx'
import type { Value } from '../../shell/facts.ts'
import { type FactView, useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'

/** States one fact of a project, with the day from which it holds; what was said before stays in the record. */
export function FactEdit(props: {
  id: string
  fact: FactView
  value: Value | undefined
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { fact } = props
  const name = label(fact.label, fact.key)
  const [value, setValue] = useState(props.value)
  const [day, setDay] = useState(format.today)
  const write = useWrite({
    write: (stated: Value) =>
      call(journeysContract.state, {
        params: { id: props.id },
        body: { key: fact.key, value: typeof stated === 'object' ? [...stated] : stated, day },
      }),
    done: () => t('journey.stated', { fact: name }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (value !== undefined) write.mutate(value)
  }
  return (
    <Dialog title={name} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={name}>
          {(ids) => <FactField ids={ids} fact={fact} value={value} onChange={setValue} />}
        </Field>
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
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={value === undefined}>
          {t('registry.stateWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

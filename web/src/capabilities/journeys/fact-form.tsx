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
import { stateJourneyFact } from './queries.ts'

/** States one fact of the journey itself that its gate asks for. A yes or no is answered by the button. */
export function FactForm(props: { journeyId: string; fact: FactView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { fact } = props
  const name = label(fact.label, fact.key)
  const [value, setValue] = useState<Value>()
  const [day, setDay] = useState(format.today)
  const write = useWrite({
    write: (stated: Value) => stateJourneyFact(props.journeyId, { key: fact.key, value: stated, day }),
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
        {fact.note && <p className="q-second">{label(fact.note)}</p>}
        {fact.type !== 'boolean' && (
          <Field label={name}>
            {(ids) => <FactField ids={ids} fact={fact} value={value} onChange={setValue} />}
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
        <Refused error={write.error} />
        {fact.type === 'boolean' ? (
          <div className="q-row">
            <Button kind="primary" busy={write.isPending} onClick={() => write.mutate(true)}>
              {t('journey.stateYes', { fact: name })}
            </Button>
            <Button busy={write.isPending} onClick={() => write.mutate(false)}>
              {t('journey.stateNo')}
            </Button>
          </div>
        ) : (
          <Button kind="primary" submit busy={write.isPending} disabled={value === undefined}>
            {t('registry.stateWrite')}
          </Button>
        )}
      </form>
    </Dialog>
  )
}

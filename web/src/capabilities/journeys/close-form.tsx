import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../kit/field.tsx'
import { useLabel } from '../../shell/pack.ts'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { useWrite } from '../../shell/write.ts'
import { closeJourney } from './queries.ts'
import type { Journey } from './record.tsx'

/** Ends a journey before its last stage, with how and why. */
export function CloseForm(props: { journey: Journey; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { journey } = props
  const [exit, setExit] = useState(journey.exits[0]?.id ?? '')
  const write = useWrite({
    write: (reason: string) => closeJourney(journey, exit, reason),
    done: () => t('journey.closeDone', { title: journey.title }),
    after: props.onClose,
  })
  return (
    <ReasonForm
      title={t('journey.close')}
      hint={t('journey.closeHint')}
      button={t('journey.closeWrite')}
      write={write}
      onClose={props.onClose}
    >
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
    </ReasonForm>
  )
}

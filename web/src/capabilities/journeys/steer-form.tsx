import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../kit/field.tsx'
import { useLabel } from '../../shell/pack.ts'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { useWrite } from '../../shell/write.ts'
import { disclose, pause, setBack, setLight } from './queries.ts'
import type { Journey } from './record.tsx'

export type Steering =
  | { readonly do: 'pause' }
  | { readonly do: 'light' }
  | { readonly do: 'disclose' }
  | { readonly do: 'set-back'; readonly behind: Journey['stages'] }

const LIGHTS = ['green', 'yellow', 'red'] as const

/** What a person does against the rule or the road needs a reason, and the ledger keeps it. */
export function SteerForm(props: { journey: Journey; steering: Steering; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { journey, steering } = props
  const [light, setShown] = useState<(typeof LIGHTS)[number]>(
    LIGHTS.find((one) => one !== journey.light?.light) ?? 'yellow',
  )
  const [to, setTo] = useState(steering.do === 'set-back' ? (steering.behind.at(-1)?.id ?? '') : '')
  const write = useWrite({
    write: (reason: string) => {
      switch (steering.do) {
        case 'pause':
          return pause(journey, reason)
        case 'light':
          return setLight(journey, light, reason)
        case 'disclose':
          return disclose(journey, reason)
        default:
          return setBack(journey, to, reason)
      }
    },
    done: () => t(`journey.steer.${steering.do}.done`, { title: journey.title }),
    after: props.onClose,
  })
  return (
    <ReasonForm
      title={t(`journey.steer.${steering.do}.title`)}
      hint={t(`journey.steer.${steering.do}.hint`)}
      button={t(`journey.steer.${steering.do}.write`)}
      write={write}
      onClose={props.onClose}
    >
      {steering.do === 'light' && (
        <Field label={t('journey.steer.light.shown')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={light}
              options={LIGHTS.map((one) => ({ value: one, label: t(`light.${one}`) }))}
              onChange={setShown}
            />
          )}
        </Field>
      )}
      {steering.do === 'set-back' && (
        <Field label={t('journey.steer.set-back.to')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={to}
              options={steering.behind.map((stage) => ({ value: stage.id, label: label(stage.label) }))}
              onChange={setTo}
            />
          )}
        </Field>
      )}
    </ReasonForm>
  )
}

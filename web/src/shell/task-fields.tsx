import { Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../kit/field.tsx'
import { useLabel, usePack } from './pack.ts'

export type StatedTask = { readonly what: string; readonly office: string; readonly due: string }

export const noTask: StatedTask = { what: '', office: '', due: '' }

/** Whether something is to be done of which nobody says who does it. */
export const lacksOffice = ({ what, office }: StatedTask) => what.trim() !== '' && office === ''

/** What is to be done, by which office, by when. */
export function TaskFields(props: {
  label: string
  hint?: string
  value: StatedTask
  /** The earliest day by which it can be done. */
  from: string
  must?: boolean
  onChange: (value: StatedTask) => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { value, onChange, must = false } = props
  return (
    <>
      <Field label={props.label} {...(props.hint !== undefined && { hint: props.hint })}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            required={must}
            value={value.what}
            onChange={(event) => onChange({ ...value, what: event.target.value })}
          />
        )}
      </Field>
      <div className="q-two-fields">
        <Field label={t('task.office')}>
          {(ids) => (
            <Select
              {...ids}
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: '100%' }}
              {...(value.office !== '' && { value: value.office })}
              options={pack.offices.map((one) => ({ value: one.id, label: label(one.label) }))}
              onChange={(office: string) => onChange({ ...value, office })}
            />
          )}
        </Field>
        <Field label={t('task.dueField')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              min={props.from}
              required={must || value.what.trim() !== ''}
              value={value.due}
              onChange={(event) => onChange({ ...value, due: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

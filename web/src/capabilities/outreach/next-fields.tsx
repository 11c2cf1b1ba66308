import { Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../kit/field.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'

export type Stated = { readonly what: string; readonly office: string; readonly due: string }

/** What is done next, by which office, by when. */
export function NextFields(props: {
  value: Stated
  from: string
  must?: boolean
  onChange: (value: Stated) => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { value, onChange } = props
  const isStated = props.must === true || value.what.trim() !== ''
  return (
    <>
      <Field label={t('outreach.next')} {...(!props.must && { hint: t('outreach.nextHint') })}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            required={props.must === true}
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
              required={isStated}
              value={value.due}
              onChange={(event) => onChange({ ...value, due: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

import { Select } from 'antd'
import type { ReactNode } from 'react'
import { Field } from '../kit/field.tsx'
import { useLabel, usePack } from './pack.ts'

/** Which roles and offices took part: those of the pack, or as somebody types them. */
export function WhoField(props: {
  label: string
  hint: string
  value: string[]
  onChange: (value: string[]) => void
}): ReactNode {
  const label = useLabel()
  const pack = usePack()
  const names = [...new Set([...pack.offices, ...pack.roles].map((one) => label(one.label)))]
  return (
    <Field label={props.label} hint={props.hint}>
      {(ids) => (
        <Select
          {...ids}
          mode="tags"
          // With an option marked, Tab would take back what Enter has just added.
          defaultActiveFirstOption={false}
          style={{ width: '100%' }}
          value={props.value}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={props.onChange}
        />
      )}
    </Field>
  )
}

import { Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../kit/field.tsx'
import { useFormat } from '../kit/use-format.ts'

type Stated = { readonly value: string; readonly onChange: (value: string) => void }

/** The day of which something is stated: today or one before. */
export function DayField({ value, onChange }: Stated): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Field label={t('registry.asOf')}>
      {(ids) => (
        <Input
          {...ids}
          type="date"
          max={format.today}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          required
        />
      )}
    </Field>
  )
}

/** Where it was learned. */
export function SourceField({ value, onChange }: Stated): ReactNode {
  const { t } = useTranslation()
  return (
    <Field label={t('registry.source')} hint={t('registry.sourceHint')}>
      {(ids) => (
        <Input
          {...ids}
          maxLength={200}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          required
        />
      )}
    </Field>
  )
}

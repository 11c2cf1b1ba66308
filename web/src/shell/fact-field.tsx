import { Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../kit/use-format.ts'
import { fromUnitOf, inUnitOf, type Value } from './facts.ts'
import { type FactView, useLabel, usePack } from './pack.ts'

type Ids = { id: string; 'aria-describedby': string }

/** What stands between the words of a list as people type them. */
const SEPARATORS = ['、', '，', ',', '；', ';']

/** The control of one fact. What is typed stands in the unit of display; what leaves is in base units. Empty is unknown. */
export function FactField(props: {
  ids: Ids
  fact: FactView
  value: Value | undefined
  onChange: (value: Value | undefined) => void
}): ReactNode {
  const { ids, fact, value, onChange } = props
  const { t } = useTranslation()
  const label = useLabel()
  const format = useFormat()
  const pack = usePack()
  const choices =
    fact.type === 'tree'
      ? (pack.trees.find((tree) => tree.id === fact.tree)?.nodes ?? []).map((node) => ({
          value: node.code,
          label: `${node.code} ${label(node.label)}`,
        }))
      : (fact.values ?? []).map((choice) => ({ value: choice.id, label: label(choice.label) }))
  switch (fact.type) {
    case 'number':
      return (
        <InputNumber
          {...ids}
          style={{ width: '100%' }}
          value={typeof value === 'number' ? inUnitOf(value, fact.unit) : null}
          suffix={fact.unit === undefined ? '' : format.unitWord(fact.unit)}
          placeholder={t('unknown')}
          onChange={(next) => onChange(next === null ? undefined : fromUnitOf(Number(next), fact.unit))}
        />
      )
    case 'boolean':
      return (
        <Select
          {...ids}
          allowClear
          style={{ width: '100%' }}
          placeholder={t('unknown')}
          value={typeof value === 'boolean' ? String(value) : null}
          options={[
            { value: 'true', label: t('fact.yes') },
            { value: 'false', label: t('fact.no') },
          ]}
          onChange={(next) => onChange(next === undefined || next === null ? undefined : next === 'true')}
        />
      )
    case 'enum':
    case 'tree':
      return (
        <Select
          {...ids}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: '100%' }}
          placeholder={t('unknown')}
          value={typeof value === 'string' ? value : null}
          options={choices}
          onChange={(next) => onChange(next ?? undefined)}
        />
      )
    case 'list':
      return (
        <Select
          {...ids}
          mode="tags"
          tokenSeparators={SEPARATORS}
          // With no words to choose from there is nothing to open, and nothing to say about that.
          {...(choices.length === 0 && { open: false, suffixIcon: null })}
          style={{ width: '100%' }}
          placeholder={t('unknown')}
          value={Array.isArray(value) ? [...value] : []}
          options={choices}
          onChange={(next: string[]) => onChange(next.length === 0 ? undefined : next)}
        />
      )
    default:
      if (fact.long)
        return (
          <Input.TextArea
            {...ids}
            rows={3}
            placeholder={t('unknown')}
            value={typeof value === 'string' ? value : ''}
            onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
          />
        )
      return (
        <Input
          {...ids}
          type={fact.type === 'day' ? 'date' : 'text'}
          placeholder={t('unknown')}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      )
  }
}

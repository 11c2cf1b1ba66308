import { Input, InputNumber, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { type FactView, useLabel, usePack } from '../../../shell/pack.ts'
import { type Condition, withCondition } from './condition.ts'

const OPERATORS = ['>=', '>', '<=', '<', '='] as const

/** A condition by a form: which fact, how it is compared, with what, where the text says so. */
export function AddCondition(props: {
  text: string
  of: string
  onDone: (text: string) => void
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const pack = usePack()
  const label = useLabel()
  const [key, setKey] = useState<string>()
  const [operator, setOperator] = useState<string>('>=')
  const [value, setValue] = useState<string>('')
  const [cite, setCite] = useState('')
  const [isRefused, setRefused] = useState(false)
  const facts = pack.facts.filter(
    (fact) => fact.of === props.of && (fact.sensitivity ?? 'open') === 'open' && fact.type !== 'list',
  )
  const fact = facts.find((one) => one.key === key)

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!fact) return
    const condition: Condition = { fact: fact.key, asks: asksOf(fact, operator, value), cite: cite.trim() }
    const text = withCondition(props.text, condition)
    if (text === undefined) setRefused(true)
    else props.onDone(text)
  }

  return (
    <Dialog title={t('policy.write.add')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('policy.write.fact')}>
          {(ids) => (
            <Select
              {...ids}
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: '100%' }}
              value={key ?? null}
              options={facts.map((one) => ({ value: one.key, label: `${label(one.label)} ${one.key}` }))}
              onChange={(next) => {
                setKey(next ?? undefined)
                setValue('')
                setOperator('>=')
              }}
            />
          )}
        </Field>
        {fact && fact.type !== 'boolean' && (
          <Field label={t('policy.write.asks')}>
            {(ids) => (
              <Select
                {...ids}
                style={{ width: '100%' }}
                value={operator}
                options={[
                  ...(fact.type === 'number' || fact.type === 'day' ? OPERATORS : (['='] as const)).map(
                    (one) => ({
                      value: one as string,
                      label: t(`operator.${one}`),
                    }),
                  ),
                  { value: 'known', label: t('policy.write.known') },
                ]}
                onChange={setOperator}
              />
            )}
          </Field>
        )}
        {fact && operator !== 'known' && <ValueField fact={fact} value={value} onChange={setValue} />}
        <Field label={t('policy.cite')}>
          {(ids) => (
            <Input {...ids} maxLength={100} value={cite} onChange={(event) => setCite(event.target.value)} />
          )}
        </Field>
        {isRefused && (
          <p className="q-field-error" role="alert">
            {t('policy.write.noList')}
          </p>
        )}
        <Button kind="primary" submit disabled={!fact}>
          {t('policy.write.put')}
        </Button>
      </form>
    </Dialog>
  )
}

function ValueField(props: { fact: FactView; value: string; onChange: (value: string) => void }): ReactNode {
  const { fact, value, onChange } = props
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  if (fact.type === 'boolean' || fact.type === 'enum' || fact.type === 'tree') {
    const options =
      fact.type === 'boolean'
        ? [
            { value: 'yes', label: t('fact.yes') },
            { value: 'no', label: t('fact.no') },
          ]
        : fact.type === 'enum'
          ? (fact.values ?? []).map((one) => ({ value: one.id, label: label(one.label) }))
          : (pack.trees.find((tree) => tree.id === fact.tree)?.nodes ?? []).map((node) => ({
              value: node.code,
              label: `${node.code} ${label(node.label)}`,
            }))
    return (
      <Field label={t('policy.write.value')}>
        {(ids) => (
          <Select
            {...ids}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: '100%' }}
            value={value === '' ? null : value}
            options={options}
            onChange={(next) => onChange(next ?? '')}
          />
        )}
      </Field>
    )
  }
  return (
    <Field label={t('policy.write.value')}>
      {(ids) =>
        fact.type === 'number' ? (
          <InputNumber
            {...ids}
            style={{ width: '100%' }}
            value={value === '' ? null : value}
            suffix={fact.unit ?? ''}
            stringMode
            onChange={(next) => onChange(next ?? '')}
          />
        ) : (
          <Input
            {...ids}
            type={fact.type === 'day' ? 'date' : 'text'}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  )
}

/** What stands behind the fact in the language of clauses. */
export function asksOf(fact: FactView, operator: string, value: string): string {
  if (operator === 'known') return 'known'
  if (fact.type === 'boolean') return value === 'no' ? '= false' : ''
  if (fact.type === 'number') return `${operator} ${value}${fact.unit ?? ''}`
  if (fact.type === 'tree') return `in tree {"${value}"}`
  if (fact.type === 'text') return `${operator} "${value.replaceAll('"', '')}"`
  return `${operator} ${value}`
}

import { useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { FactField } from '../../../shell/fact-field.tsx'
import type { Value } from '../../../shell/facts.ts'
import { type FactView, type KindView, useLabel, usePack } from '../../../shell/pack.ts'
import { Refused } from '../../../shell/refused.tsx'
import { DayField, SourceField } from '../../../shell/stated-fields.tsx'
import { useWrite } from '../../../shell/write.ts'
import type { Selection } from '../selection.ts'
import { draftAmendment } from './queries.ts'

/** Facts that are the same for many: not the name, not what identifies, nothing of persons, nothing that is worked out. */
function useAmendable(kind: KindView): readonly FactView[] {
  const pack = usePack()
  const own = new Set([kind.nameFact, ...(kind.identity ?? []).flat()])
  return pack.facts.filter(
    (fact) =>
      fact.of === kind.id &&
      fact.ageOf === undefined &&
      (fact.sensitivity ?? 'open') === 'open' &&
      !own.has(fact.key),
  )
}

/** One fact, one new value, its source and day, for all rows chosen. What it would do is looked at next; nothing is written here. */
export function DraftForm(props: {
  kind: KindView
  count: number
  selection: Selection
  q: string | undefined
  filter: string | undefined
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const navigate = useNavigate()
  const facts = useAmendable(props.kind)
  const { kind, count } = props
  const [fact, setFact] = useState<FactView>()
  const [value, setValue] = useState<Value | undefined>()
  const [source, setSource] = useState('')
  const [asOf, setAsOf] = useState(format.today)
  const write = useWrite({
    write: (key: string) =>
      draftAmendment({
        kind: kind.id,
        selection: props.selection,
        q: props.q,
        filter: props.filter,
        fact: key,
        value,
        source,
        asOf,
      }),
    after: ({ id }) => void navigate({ to: '/amendments/$id', params: { id } }),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (fact) write.mutate(fact.key)
  }
  return (
    <Dialog
      title={t('amendments.draft', { count, n: format.figure(count), kind: label(kind.label) })}
      onClose={props.onClose}
    >
      <form onSubmit={submit}>
        <Field label={t('amendments.fact')} hint={t('amendments.factHint')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('amendments.chooseFact')}
              value={fact?.key ?? null}
              options={facts.map((one) => ({ value: one.key, label: label(one.label, one.key) }))}
              onChange={(key) => {
                setFact(facts.find((one) => one.key === key))
                setValue(undefined)
              }}
            />
          )}
        </Field>
        {fact && (
          <Field label={t('amendments.value')} hint={t('amendments.emptyIsUnknown')}>
            {(ids) => <FactField key={fact.key} ids={ids} fact={fact} value={value} onChange={setValue} />}
          </Field>
        )}
        <DayField value={asOf} onChange={setAsOf} />
        <SourceField value={source} onChange={setSource} />
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={!fact}>
          {t('amendments.look')}
        </Button>
      </form>
    </Dialog>
  )
}

import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { FactField } from '../../shell/fact-field.tsx'
import type { Value } from '../../shell/facts.ts'
import { type KindView, useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { SourceField } from '../../shell/stated-fields.tsx'
import { createSubject } from '../../shell/subjects.ts'
import { useWrite } from '../../shell/write.ts'

/** Adds one record by hand, with the source it was taken from. */
export function CreateForm(props: { kind: KindView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const { kind } = props
  const keys = [kind.nameFact, ...(kind.form ?? kind.columns).filter((key) => key !== kind.nameFact)]
  const [values, setValues] = useState<Readonly<Record<string, Value | undefined>>>({})
  const [source, setSource] = useState('')
  const write = useWrite({
    write: () => {
      const stated = Object.entries(values).filter(
        (entry): entry is [string, Value] => entry[1] !== undefined,
      )
      return createSubject(kind.id, { values: Object.fromEntries(stated), source })
    },
    done: () => t('registry.created', { kind: label(kind.label) }),
    after: ({ id }) => {
      props.onClose()
      void navigate({ to: '/registry/$kind/$id', params: { kind: kind.id, id } })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('registry.create', { kind: label(kind.label) })} onClose={props.onClose}>
      <form onSubmit={submit}>
        {keys.map((key) => {
          const fact = pack.fact(key)
          if (!fact) return null
          return (
            <Field key={key} label={label(fact.label, key)}>
              {(ids) => (
                <FactField
                  ids={ids}
                  fact={fact}
                  value={values[key]}
                  onChange={(value) => setValues({ ...values, [key]: value })}
                />
              )}
            </Field>
          )
        })}
        <SourceField value={source} onChange={setSource} />
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={values[kind.nameFact] === undefined}>
          {t('registry.createWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

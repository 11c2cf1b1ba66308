import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { FactField } from '../../shell/fact-field.tsx'
import type { Value } from '../../shell/facts.ts'
import { type KindView, useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { Refused } from '../../shell/refused.tsx'
import { SourceField } from '../../shell/stated-fields.tsx'
import { createSubject } from '../../shell/subjects.ts'
import { useSettled } from '../../shell/use-settled.ts'
import { useWrite } from '../../shell/write.ts'
import { DemandReading } from './demand-reading.tsx'
import type { Values } from './queries.ts'
import './matching.css'

/** Typing stops for so long before the need is read again, in milliseconds. */
const PAUSE_MS = 350

/** A need written by hand, and beside it what of it can be judged, must or may, and how many there are for it, while it is typed. */
export function Demand(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { profile: id } = useParams({ strict: false }) as { profile: string }
  const profile = pack.matchings.find((item) => item.id === id)
  const kind = pack.kind(profile?.need ?? '')
  usePage([
    { text: t('match.title') },
    { text: label(profile?.label, id), to: `/matches/${id}` },
    { text: t('demand.new') },
  ])
  if (!profile || !kind) return null
  return <Form profile={id} kind={kind} />
}

function Form(props: { profile: string; kind: KindView }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const navigate = useNavigate()
  const { profile, kind } = props
  const [values, setValues] = useState<Values>({})
  const [source, setSource] = useState('')
  const set = (key: string, value: Value | undefined) =>
    setValues((before) => {
      const { [key]: _, ...rest } = before
      return value === undefined ? rest : { ...rest, [key]: value }
    })
  const write = useWrite({
    write: () => createSubject(kind.id, { values, source }),
    done: () => t('registry.created', { kind: label(kind.label) }),
    after: ({ id }) => void navigate({ to: '/matches/$profile/$needId', params: { profile, needId: id } }),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  const facts = (kind.form ?? kind.columns).flatMap((key) => pack.fact(key) ?? [])
  const groups = [...Map.groupBy(facts, (fact) => label(fact.group))]
  return (
    <div className="q-demand">
      <form className="q-demand-form" onSubmit={submit}>
        <h1 className="q-h1">{t('demand.of', { kind: label(kind.label) })}</h1>
        <p className="q-second" style={{ margin: '2px 0 12px' }}>
          {t('demand.says')}
        </p>
        {groups.map(([group, own]) => (
          <fieldset key={group}>
            {group !== '' && groups.length > 1 && <legend className="q-h3">{group}</legend>}
            <div className="q-two-fields">
              {own.map((fact) => (
                <Field key={fact.key} label={label(fact.label, fact.key)} hint={label(fact.note)}>
                  {(ids) => (
                    <FactField
                      ids={ids}
                      fact={fact}
                      value={values[fact.key]}
                      onChange={(value) => set(fact.key, value)}
                    />
                  )}
                </Field>
              ))}
            </div>
          </fieldset>
        ))}
        <div className="q-two-fields">
          <SourceField value={source} onChange={setSource} />
        </div>
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={values[kind.nameFact] === undefined}>
          {t('demand.write')}
        </Button>
      </form>
      <DemandReading
        profile={profile}
        values={useSettled(values, PAUSE_MS)}
        current={values}
        onChange={set}
      />
    </div>
  )
}

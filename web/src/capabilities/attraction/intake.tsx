import { useMutation } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { FactField } from '../../shell/fact-field.tsx'
import type { Value } from '../../shell/facts.ts'
import { type IntakeView, useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { Collision } from './collision.tsx'
import { Pasted } from './pasted.tsx'
import { type Draft, openLead, probe, readText } from './queries.ts'
import './attraction.css'

type Values = Readonly<Record<string, Value>>

/** A lead from a pasted text or a form: the draft stands beside the text, and nothing is written before it was asked who holds the enterprise. */
export function Intake(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { definition } = useParams({ strict: false }) as { definition: string }
  const found = pack.journeys.find((journey) => journey.id === definition)
  usePage([
    { text: label(found?.label, t('attraction.title')), to: `/attraction/${definition}` },
    { text: t('attraction.enter') },
  ])
  if (!found?.intake) return null
  return <Form definition={definition} intake={found.intake} />
}

function Form(props: { definition: string; intake: IntakeView }): ReactNode {
  const { definition, intake } = props
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [values, setValues] = useState<Values>({})
  const [title, setTitle] = useState('')
  const [distinct, setDistinct] = useState('')
  const reading = useMutation({
    mutationFn: () => readText(definition, text),
    onSuccess: (draft) => {
      const read = Object.fromEntries(draft.fields.map((field) => [field.fact, field.value]))
      setValues((before) => ({ ...before, ...read }))
      if (title === '' && draft.short !== undefined)
        setTitle(t('attraction.titleOf', { investor: draft.short }))
      asking.reset()
    },
  })
  const asking = useMutation({ mutationFn: () => probe(definition, values) })
  const compared = intake.comparedBy.some((key) => values[key] !== undefined)
  const write = useWrite({
    write: () =>
      openLead(definition, {
        title,
        values,
        origin: reading.data ? 'text' : 'form',
        ...(asking.data ? { probe: asking.data.id } : {}),
        ...(distinct === '' ? {} : { distinct }),
      }),
    done: (lead) => t('attraction.entered', { no: lead.no }),
    after: (lead) => void navigate({ to: '/journeys/$id', params: { id: lead.id } }),
  })
  function change(key: string, value: Value | undefined): void {
    setValues(({ [key]: _, ...rest }) => (value === undefined ? rest : { ...rest, [key]: value }))
    if (intake.comparedBy.includes(key)) asking.reset()
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  const collides = (asking.data?.offices.length ?? 0) + (asking.data?.own.length ?? 0) > 0
  const ready =
    title.trim() !== '' && (!compared || (asking.data !== undefined && (!collides || distinct !== '')))
  return (
    <div className="q-page">
      <h1 className="q-h1">{t('attraction.enter')}</h1>
      <div className="q-intake">
        <section>
          <SectionTitle>{t('attraction.paste.title')}</SectionTitle>
          <Field label={t('attraction.paste.text')} hint={t('attraction.paste.hint')}>
            {(ids) => (
              <Input.TextArea
                {...ids}
                rows={8}
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder={t('attraction.paste.example')}
              />
            )}
          </Field>
          <Refused error={reading.error} />
          <Button disabled={text.trim() === ''} busy={reading.isPending} onClick={() => reading.mutate()}>
            {t('attraction.paste.read')}
          </Button>
          {reading.data && <Reading draft={reading.data} text={text} />}
        </section>
        <form onSubmit={submit} aria-label={t('attraction.draft')}>
          <SectionTitle aside={t('attraction.draftHint')}>{t('attraction.draft')}</SectionTitle>
          <Field label={t('attraction.titleLabel')}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={200}
                value={title}
                onChange={(event) => setTitle(event.target.value)}
                required
              />
            )}
          </Field>
          <Fields intake={intake} values={values} draft={reading.data} onChange={change} />
          <Refused error={asking.error} />
          {asking.data && <Collision probe={asking.data} distinct={distinct} onDistinct={setDistinct} />}
          <Refused error={write.error} />
          <div className="q-row wrap q-section">
            <Button disabled={!compared} busy={asking.isPending} onClick={() => asking.mutate()}>
              {t('attraction.probe.ask')}
            </Button>
            <Button kind="primary" submit disabled={!ready} busy={write.isPending}>
              {t('attraction.write')}
            </Button>
            <span className="q-source">
              {t(ready ? 'attraction.willStamp' : compared ? 'attraction.askFirst' : 'attraction.unchecked')}
            </span>
          </div>
        </form>
      </div>
    </div>
  )
}

/** The facts of a lead in the order of the intake; what was read is marked, what could not be read says why. */
function Fields(props: {
  intake: IntakeView
  values: Values
  draft: Draft | undefined
  onChange: (key: string, value: Value | undefined) => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { intake, draft } = props
  const also = intake.also ?? []
  const keys = [...new Set([...Object.values(intake.facts), ...(intake.mode ? [intake.mode] : []), ...also])]
  return (
    <div className="q-intake-fields">
      {keys.map((key) => {
        const fact = pack.fact(key)
        if (!fact) return null
        const read = draft?.fields.find((field) => field.fact === key)
        const unread = draft?.unread.find((field) => field.fact === key)
        const said =
          read && read.written !== ''
            ? t(read.remark ? `attraction.remark.${read.remark}` : 'attraction.readAs', {
                written: read.written,
              })
            : unread && props.values[key] === undefined
              ? t(`attraction.unread.${unread.why}`)
              : undefined
        return (
          <Field key={key} label={label(fact.label, key)} {...(said === undefined ? {} : { hint: said })}>
            {(ids) => (
              <FactField
                ids={ids}
                fact={fact}
                value={props.values[key]}
                onChange={(value) => props.onChange(key, value)}
              />
            )}
          </Field>
        )
      })}
    </div>
  )
}

function Reading(props: { draft: Draft; text: string }): ReactNode {
  const { t } = useTranslation()
  const { draft } = props
  return (
    <div className="q-section">
      <p role="status">
        {t('attraction.paste.result', { read: draft.fields.length, unread: draft.unread.length })}
      </p>
      <Pasted text={props.text} fields={draft.fields} label={t('attraction.paste.marked')} />
      {draft.others.length > 0 && (
        <p className="q-small q-second">
          {t('attraction.paste.others', { names: draft.others.join(t('fact.and')) })}
        </p>
      )}
      <p className="q-source">{t('attraction.paste.notKept')}</p>
    </div>
  )
}

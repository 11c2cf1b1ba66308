import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Field } from '../../../kit/field.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { FactField } from '../../../shell/fact-field.tsx'
import { useFactText, type Value } from '../../../shell/facts.ts'
import { type FactView, useLabel } from '../../../shell/pack.ts'
import { problemOf } from '../../../shell/problem.ts'
import { Refused } from '../../../shell/refused.tsx'
import { DayField, SourceField } from '../../../shell/stated-fields.tsx'
import { useWrite } from '../../../shell/write.ts'
import { type Subject, stateFacts } from '../queries.ts'

const factIn = (subject: Subject, key: string) => subject.facts.find((item) => item.key === key)

/**
 * States one fact anew, in its place. The old statement stays in the history; an empty value means it is not known any more. Whoever was
 * overtaken by a colleague sees what stands now before anything of his is written over it.
 */
export function EditFact(props: { subject: Subject; fact: FactView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { subject, fact, onClose } = props
  // What the writer has seen, until he is shown something newer.
  const [seen, setSeen] = useState(subject)
  const [value, setValue] = useState<Value | undefined>(subject.values[fact.key])
  const [source, setSource] = useState('')
  const [asOf, setAsOf] = useState(format.today)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, textarea')?.focus()
  }, [])
  const write = useWrite({
    write: (of: Subject) => stateFacts(of, { values: { [fact.key]: value ?? null }, source, asOf }),
    done: () => t('registry.stated', { fact: label(fact.label, fact.key) }),
    after: onClose,
  })
  const isStale = write.error !== null && problemOf(write.error).code === 'stale'
  const overtaken = isStale && subject.version !== seen.version
  function submit(event: FormEvent): void {
    event.preventDefault()
    // Shown what stands, he writes over that and nothing newer.
    if (overtaken) setSeen(subject)
    write.mutate(overtaken ? subject : seen)
  }
  return (
    <form
      ref={form}
      className="q-fact-edit"
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Field label={label(fact.label, fact.key)} hint={t('registry.emptyIsUnknown')}>
        {(ids) => <FactField ids={ids} fact={fact} value={value} onChange={setValue} />}
      </Field>
      <DayField value={asOf} onChange={setAsOf} />
      <SourceField value={source} onChange={setSource} />
      <div className="q-fact-edit-foot">
        {overtaken ? <Overtaken before={seen} now={subject} fact={fact} /> : <Refused error={write.error} />}
        <div className="q-row">
          <Button kind="primary" submit busy={write.isPending}>
            {t(overtaken ? 'registry.writeOver' : 'registry.stateWrite')}
          </Button>
          <Button onClick={onClose}>{t(overtaken ? 'registry.keepTheirs' : 'action.cancel')}</Button>
        </div>
      </div>
    </form>
  )
}

/** What stands now that somebody else has written: this fact, or something else of the record. */
function Overtaken(props: { before: Subject; now: Subject; fact: FactView }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const factText = useFactText()
  const { fact } = props
  const [before, now] = [factIn(props.before, fact.key), factIn(props.now, fact.key)]
  const same = before?.statementId === now?.statementId
  return (
    <div className="q-note caution" role="alert" style={{ marginBottom: 12 }}>
      <div>
        <b>{t(same ? 'registry.overtakenElsewhere' : 'registry.overtaken')}</b>
        {!same && (
          <p>
            {now?.value === undefined
              ? t('registry.nowUnknown')
              : t('registry.nowStands', {
                  value: factText(fact.key, now.value),
                  by: now.by,
                  source: now.source,
                  day: format.day(now.asOf),
                })}
          </p>
        )}
        <p className="q-second">{t(same ? 'registry.writeAgain' : 'registry.yoursKept')}</p>
      </div>
    </div>
  )
}

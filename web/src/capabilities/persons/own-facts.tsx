import type { OwnPage } from '@qiongding/server/capabilities/persons/contract'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { FactField } from '../../shell/fact-field.tsx'
import { useFactText, type Value } from '../../shell/facts.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { correctOwn } from './queries.ts'
import { useOwnWord } from './use-own-word.ts'

type Fact = OwnPage['facts'][number]

/** What is held of the person, who said it and of which day; each may be said anew where it does not decide who he is. */
export function OwnFacts(props: { page: OwnPage; session: string }): ReactNode {
  const { t } = useTranslation()
  return (
    <section className="q-section">
      <SectionTitle>{t('ownPage.facts.title')}</SectionTitle>
      <p className="q-second">{t('ownPage.facts.note')}</p>
      <dl className="q-person-facts">
        {props.page.facts.map((fact) => (
          <Row key={fact.key} fact={fact} session={props.session} />
        ))}
      </dl>
    </section>
  )
}

function Row(props: { fact: Fact; session: string }): ReactNode {
  const { fact, session } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const [editing, setEditing] = useState(false)
  const definition = pack.fact(fact.key)
  const name = label(definition?.label, fact.key)
  return (
    <div className="row">
      <dt>{name}</dt>
      <dd>
        {editing && definition ? (
          <Edit fact={fact} session={session} onClose={() => setEditing(false)} />
        ) : (
          <>
            {fact.value === undefined ? (
              <span className="q-unknown-word">{t('unknown')}</span>
            ) : (
              factText(fact.key, fact.value)
            )}
            {fact.source !== undefined && (
              <span className="q-source">
                {fact.source}
                {fact.asOf !== undefined && ` · ${format.day(fact.asOf)}`}
              </span>
            )}
          </>
        )}
      </dd>
      <dd className="act">
        {!editing &&
          (fact.editable ? (
            <Button
              small
              kind="link"
              label={t('ownPage.facts.correctOf', { name })}
              onClick={() => setEditing(true)}
            >
              {t('ownPage.facts.correct')}
            </Button>
          ) : (
            <span className="q-third q-small">{t('ownPage.facts.withOffice')}</span>
          ))}
      </dd>
    </div>
  )
}

function Edit(props: { fact: Fact; session: string; onClose: () => void }): ReactNode {
  const { fact, session, onClose } = props
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const [value, setValue] = useState<Value | undefined>(fact.value as Value | undefined)
  const write = useOwnWord(session, (next: Value) => correctOwn(session, fact.key, next), onClose)
  const definition = pack.fact(fact.key)
  if (!definition) return null
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (value !== undefined) write.mutate(value)
      }}
    >
      <Field label={label(definition.label, fact.key)}>
        {(ids) => <FactField ids={ids} fact={definition} value={value} onChange={setValue} />}
      </Field>
      <Refused error={write.error} />
      <div className="q-row wrap">
        <Button kind="primary" submit small busy={write.isPending} disabled={value === undefined}>
          {t('ownPage.facts.save')}
        </Button>
        <Button kind="link" small onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}

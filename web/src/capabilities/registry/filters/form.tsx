import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { type FactView, useLabel, usePack } from '../../../shell/pack.ts'
import { type Condition, conditionsOf, type FactTest, type Operator, operatorsOf } from './conditions.ts'
import { useFilterFacts } from './use-conditions.ts'
import { useValues, ValueChoice } from './value-choice.tsx'

type FormProps = {
  kind: string
  /** What else the list is narrowed by: counts are of what that leaves. */
  q: string | undefined
  others: string
  condition?: Condition
  onApply: (next: Condition) => void
}

/** One condition: first the column, then how it is compared, then with what. Enter applies. */
export function ConditionForm(props: FormProps): ReactNode {
  const { condition } = props
  const pack = usePack()
  const [fact, setFact] = useState<FactView | 'clause' | undefined>(
    condition?.kind === 'line' ? 'clause' : condition && pack.fact(condition.fact),
  )
  if (fact === undefined) return <ColumnChoice kind={props.kind} onChoose={setFact} />
  if (fact === 'clause')
    return <ClauseForm {...props} text={condition?.kind === 'line' ? condition.text : ''} />
  return <TestForm {...props} fact={fact} test={condition?.kind === 'fact' ? condition.test : undefined} />
}

/** The columns of a list, narrowed as one types; the arrows move through them. */
function ColumnChoice(props: { kind: string; onChoose: (choice: FactView | 'clause') => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { facts } = useFilterFacts(props.kind)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const sought = text.trim().toLowerCase()
  const found = facts.filter((fact) =>
    [fact.label.zh, fact.label.en, fact.key].some((name) => name.toLowerCase().includes(sought)),
  )
  const active = Math.min(at, found.length - 1)
  return (
    <div className="q-filter-form">
      <input
        type="text"
        className="q-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found[active] ? `${id}-${active}` : ''}
        aria-label={t('filters.column')}
        placeholder={t('filters.findColumn')}
        // biome-ignore lint/a11y/noAutofocus: the panel was opened to type here
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          const to = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key]
          if (to !== undefined) {
            const next = Math.max(0, Math.min(found.length - 1, to))
            setAt(next)
            document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
          } else if (event.key === 'Enter' && found[active]) props.onChoose(found[active])
          else return
          event.preventDefault()
        }}
      />
      <div className="q-choices" id={id} role="listbox" aria-label={t('filters.column')}>
        {found.map((fact, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input above moves through the list
          <div
            key={fact.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="q-choice"
            onClick={() => props.onChoose(fact)}
            onPointerMove={() => setAt(index)}
          >
            <span className="q-clip">{label(fact.label, fact.key)}</span>
            {label(fact.group) !== '' && (
              <span className="q-source q-push q-nowrap">{label(fact.group)}</span>
            )}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="q-second">{t('filters.noColumn')}</p>}
      <button type="button" className="q-plain-button" onClick={() => props.onChoose('clause')}>
        {t('filters.byClause')}
      </button>
    </div>
  )
}

function ClauseForm(props: FormProps & { text: string }): ReactNode {
  const { t } = useTranslation()
  const { named } = useFilterFacts(props.kind)
  const [text, setText] = useState(props.text)
  function submit(event: FormEvent): void {
    event.preventDefault()
    const [only, ...rest] = conditionsOf(text, named)
    if (only) props.onApply(rest.length === 0 ? only : { kind: 'line', text: text.trim() })
  }
  return (
    <form className="q-filter-form" onSubmit={submit}>
      <input
        type="text"
        className="q-input q-mono"
        aria-label={t('filters.byClause')}
        // biome-ignore lint/a11y/noAutofocus: the panel was opened to type here
        autoFocus
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="q-source">{t('filters.clauseHint')}</p>
      <Button kind="primary" submit disabled={text.trim() === ''}>
        {t('filters.apply')}
      </Button>
    </form>
  )
}

type Draft = {
  readonly op: Operator
  readonly value: string
  readonly to: string
  readonly values: readonly string[]
}

/** What the form holds as a test; nothing while a value is missing or the wrong way round. */
function testFrom({ op, value, to, values }: Draft, unit: string | undefined): FactTest | undefined {
  const own = unit === undefined ? {} : { unit }
  switch (op) {
    case 'known':
    case 'unknown':
    case 'yes':
    case 'no':
      return { op }
    case 'between':
      // One end alone is a bound.
      if (value === '') return to === '' ? undefined : { op: 'at-most', value: to, ...own }
      if (to === '') return { op: 'at-least', value, ...own }
      return { op, from: value, to, ...own }
    case 'in':
    case 'not-in':
    case 'has':
      return values.length === 0 ? undefined : { op, values }
    default:
      return value === '' ? undefined : { op, value, ...own }
  }
}

function draftOf(fact: FactView, test: FactTest | undefined): Draft {
  const op = test?.op ?? (operatorsOf(fact)[0] as Operator)
  const value = test && 'value' in test ? test.value : test && 'from' in test ? test.from : ''
  const to = test && 'to' in test ? test.to : ''
  return { op, value, to, values: test && 'values' in test ? test.values : [] }
}

function TestForm(props: FormProps & { fact: FactView; test: FactTest | undefined }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { fact } = props
  const [draft, setDraft] = useState(() => draftOf(fact, props.test))
  const counted = useValues(props.kind, fact, { q: props.q, filter: props.others })
  const unit = props.test && 'unit' in props.test ? props.test.unit : undefined
  const test = testFrom(draft, unit)
  const operators = [...new Set([...operatorsOf(fact), draft.op])]
  const words = fact.type === 'day' ? 'dayOperators' : 'operators'
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const isSet = draft.op === 'in' || draft.op === 'not-in' || draft.op === 'has'
  const isSided = ['at-least', 'at-most', 'between', 'equals'].includes(draft.op)
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (test) props.onApply({ kind: 'fact', fact: fact.key, test })
  }
  const box = (which: 'value' | 'to', name: string, first: boolean) => (
    <label className="q-filter-bound">
      {draft.op === 'between' && <span className="q-source">{name}</span>}
      <input
        className="q-input"
        aria-label={name}
        type={fact.type === 'day' ? 'date' : 'text'}
        {...(fact.type === 'number' ? { inputMode: 'decimal', pattern: '-?\\d+(\\.\\d+)?' } : {})}
        // biome-ignore lint/a11y/noAutofocus: the panel was opened to type here
        autoFocus={first}
        value={draft[which]}
        onChange={(event) => set({ [which]: event.target.value.trim() })}
      />
      {fact.type === 'number' && (unit ?? fact.unit) !== undefined && (
        <span className="q-second q-nowrap">{format.unitWord(unit ?? fact.unit ?? '')}</span>
      )}
    </label>
  )
  return (
    <form className="q-filter-form" onSubmit={submit}>
      <div className="q-row">
        <b className="q-clip">{label(fact.label, fact.key)}</b>
        <select
          className="q-input q-push"
          aria-label={t('filters.operator')}
          value={draft.op}
          // biome-ignore lint/a11y/noAutofocus: the panel was opened to choose here
          autoFocus={!isSided && !isSet}
          onChange={(event) => set({ op: event.target.value as Operator })}
        >
          {operators.map((op) => (
            <option key={op} value={op}>
              {t(`filters.${words}.${op}`, { defaultValue: t(`filters.operators.${op}`) })}
            </option>
          ))}
        </select>
      </div>
      {isSided && (
        <div className="q-filter-bounds">
          {box('value', draft.op === 'between' ? t('filters.from') : t('filters.value'), true)}
          {draft.op === 'between' && box('to', t('filters.to'), false)}
        </div>
      )}
      {isSet && (
        <ValueChoice
          fact={fact}
          counted={counted.data}
          chosen={draft.values}
          onChange={(values) => set({ values })}
        />
      )}
      {counted.data?.counted && (
        <p className="q-source">
          {t('filters.standing', {
            known: format.figure(counted.data.known),
            unknown: format.figure(counted.data.unknown),
          })}
        </p>
      )}
      <Button kind="primary" submit disabled={test === undefined}>
        {t('filters.apply')}
      </Button>
    </form>
  )
}

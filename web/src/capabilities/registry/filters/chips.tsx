import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../kit/icons.tsx'
import { usePack } from '../../../shell/pack.ts'
import { Popup } from '../../../shell/popup.tsx'
import { type Condition, conditionsOf, textOf } from './conditions.ts'
import { ConditionForm } from './form.tsx'
import './filters.css'
import { useConditionText, useFilterFacts } from './use-conditions.ts'

/**
 * The conditions of a list as chips: a click or Enter opens one for editing, Delete drops it. What they say together is the text of the
 * filter, which stands in the address.
 */
export function FilterChips(props: {
  kind: string
  q: string | undefined
  filter: string
  onChange: (filter: string) => void
}): ReactNode {
  const { t } = useTranslation()
  const pack = usePack()
  const { named } = useFilterFacts(props.kind)
  const textIn = useConditionText()
  const row = useRef<HTMLDivElement>(null)
  const conditions = conditionsOf(props.filter, named)

  const change = (next: readonly Condition[]) => props.onChange(textOf(next, pack.fact))
  const without = (at: number) => conditions.filter((_, index) => index !== at)

  function drop(at: number): void {
    change(without(at))
    // The keyboard stays where it was: on the next chip, or on the way to a new one.
    requestAnimationFrame(() => {
      const chips = row.current?.querySelectorAll<HTMLElement>('.q-chip-open, .q-filter-add') ?? []
      chips[Math.min(at, chips.length - 1)]?.focus()
    })
  }

  function onKey(event: KeyboardEvent, at: number): void {
    const target = event.target as HTMLElement
    if (!target.classList.contains('q-chip-open') || !['Delete', 'Backspace'].includes(event.key)) return
    event.preventDefault()
    drop(at)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would lay its parts out as a block
    <div className="q-chips" role="group" aria-label={t('filters.label')} ref={row}>
      {conditions.map((condition, at) => {
        const { column, rest } = textIn(condition)
        const text = `${column} ${rest}`
        const unknown = condition.kind === 'fact' && condition.test.op === 'unknown'
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: keys of the button inside
          <div
            className={unknown ? 'q-chip unknown' : 'q-chip'}
            key={text}
            onKeyDown={(event) => onKey(event, at)}
          >
            <Popup
              className="q-chip-open"
              side="left"
              named
              width={300}
              label={t('filters.edit', { text })}
              button={
                <>
                  <span className="q-third">{column}</span>
                  <span className="q-clip">{rest}</span>
                </>
              }
            >
              {(close) => (
                <ConditionForm
                  kind={props.kind}
                  q={props.q}
                  others={textOf(without(at), pack.fact)}
                  condition={condition}
                  onApply={(next) => {
                    change(conditions.map((one, index) => (index === at ? next : one)))
                    close()
                  }}
                />
              )}
            </Popup>
            <button
              type="button"
              className="q-chip-drop"
              aria-label={t('filters.drop', { text })}
              onClick={() => drop(at)}
            >
              <Icon name="close" small />
            </button>
          </div>
        )
      })}
      <Popup
        className="q-outlined q-filter-add"
        side="left"
        named
        width={300}
        label={t('filters.add')}
        button={
          <>
            <Icon name="filter" small />
            {t('filters.add')}
          </>
        }
      >
        {(close) => (
          <ConditionForm
            kind={props.kind}
            q={props.q}
            others={props.filter}
            onApply={(next) => {
              change([...conditions, next])
              close()
            }}
          />
        )}
      </Popup>
      {conditions.length > 1 && (
        <button type="button" className="q-plain-button q-nowrap" onClick={() => props.onChange('')}>
          {t('filters.dropAll')}
        </button>
      )}
    </div>
  )
}

import { registryContract } from '@qiongding/server/spine/registry/contract'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../kit/use-format.ts'
import { call, type OutputOf } from '../../../shell/api.ts'
import { useAsOf } from '../../../shell/as-of.ts'
import { useFactText } from '../../../shell/facts.ts'
import { type FactView, type Pack, usePack } from '../../../shell/pack.ts'

export type Counted = OutputOf<(typeof registryContract)['values']>

/** How often each value of a fact stands in what the other conditions leave. */
export function useValues(
  kind: string,
  { key: fact, ageOf }: FactView,
  narrowed: { q: string | undefined; filter: string },
) {
  const asOf = useAsOf()
  const { q, filter } = narrowed
  return useQuery(
    queryOptions({
      queryKey: ['values', kind, fact, q, filter, asOf],
      queryFn: ({ signal }) =>
        call(registryContract.values, {
          params: { kind, fact },
          query: { ...asOf, ...(q !== undefined && { q }), ...(filter !== '' && { filter }) },
          signal,
        }),
      placeholderData: keepPreviousData,
      // A broken condition beside this one is said by the list itself.
      retry: false,
      // An age is counted by nobody: the day behind it is.
      enabled: ageOf === undefined,
    }),
  )
}

/** From so many values on they are looked for by typing. */
const FEW = 8
const SHOWN = 100

function valuesOf(fact: FactView, pack: Pack): readonly string[] {
  if (fact.tree !== undefined)
    return (pack.trees.find((tree) => tree.id === fact.tree)?.nodes ?? []).map((node) => node.code)
  return (fact.values ?? []).map((value) => value.id)
}

/** Values to be ticked, the frequent first, each with its count; those that stand nowhere come last. */
export function ValueChoice(props: {
  fact: FactView
  counted: Counted | undefined
  chosen: readonly string[]
  onChange: (values: readonly string[]) => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const factText = useFactText()
  const [text, setText] = useState('')
  const { fact, chosen } = props
  const counts = new Map(props.counted?.rows.map(({ value, n }) => [value, n]))
  const all = [...new Set([...chosen, ...counts.keys(), ...valuesOf(fact, pack)])]
  const named = all.map((value) => ({
    value,
    name:
      fact.type === 'list' && !fact.values
        ? value
        : factText(fact.key, fact.type === 'list' ? [value] : value),
    n: counts.get(value),
  }))
  const sought = text.trim().toLowerCase()
  const found = named.filter(
    ({ value, name }) => name.toLowerCase().includes(sought) || value.toLowerCase().includes(sought),
  )
  // A text may be asked for that nobody has yet; an enumeration has no other values.
  const open =
    (fact.type === 'text' || fact.type === 'list') && fact.values === undefined && fact.tree === undefined
  const toggle = (value: string, on: boolean) =>
    props.onChange(
      on ? [...chosen.filter((one) => one !== value), value] : chosen.filter((one) => one !== value),
    )
  return (
    <>
      {(open || all.length > FEW) && (
        <input
          type="text"
          className="q-input"
          aria-label={t('filters.findValue')}
          placeholder={t('filters.findValue')}
          // biome-ignore lint/a11y/noAutofocus: the panel was opened to type here
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || sought === '') return
            const [first] = found
            const value = first && (!open || first.name.toLowerCase() === sought) ? first.value : text.trim()
            if (!open && !first) return
            event.preventDefault()
            toggle(value, true)
            setText('')
          }}
        />
      )}
      <ul className="q-choices">
        {found.slice(0, SHOWN).map(({ value, name, n }) => (
          <li key={value}>
            <label className="q-choice">
              <span className="q-check">
                <input
                  type="checkbox"
                  checked={chosen.includes(value)}
                  onChange={(event) => toggle(value, event.target.checked)}
                />
              </span>
              <span
                className={n === undefined && props.counted?.counted ? 'q-clip q-third' : 'q-clip'}
                title={name}
              >
                {name}
              </span>
              {n !== undefined && <span className="q-source q-push">{format.figure(n)}</span>}
            </label>
          </li>
        ))}
      </ul>
    </>
  )
}

import type { PairFact } from '@qiongding/server/spine/registry/duplicates/contract'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Unknown } from '../../../kit/marks.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useFactText } from '../../../shell/facts.ts'
import { useLabel, usePack } from '../../../shell/pack.ts'
import type { Comparison, Side } from './queries.ts'

type Choosing = {
  comparison: Comparison
  stays: Side
  onStays: (side: Side) => void
  stands: Readonly<Record<string, Side>>
  onStand: (key: string, side: Side) => void
}

/** What weighs most first: what differs, then what only one states, then what agrees. */
const ORDER: readonly PairFact['how'][] = ['differ', 'near', 'one', 'agree']
/** Facts that agree are shown on demand where there are more than these. */
const FEW = 4

/** Facts of both with source and day; of what differs the one that stands is marked and may be changed. */
export function FactsTable(props: Choosing): ReactNode {
  const { comparison } = props
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const [name, ...rest] = comparison.facts
  const sorted = [
    ...(name ? [name] : []),
    ...rest.toSorted(
      (a, b) => Number(b.mustChoose) - Number(a.mustChoose) || ORDER.indexOf(a.how) - ORDER.indexOf(b.how),
    ),
  ]
  const agreeing = sorted.filter((fact) => fact.how === 'agree' && fact !== name)
  const shown = all || agreeing.length <= FEW ? sorted : sorted.filter((fact) => !agreeing.includes(fact))
  return (
    <>
      <table className="q-table q-sides">
        <colgroup>
          <col className="fact" />
          <col />
          <col className="mark" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('registry.fact')}</th>
            <End side="left" {...props} />
            <th scope="col">
              <span className="q-hidden">{t('duplicates.stand')}</span>
            </th>
            <End side="right" {...props} />
          </tr>
        </thead>
        <tbody>
          {shown.map((fact) => (
            <FactRow key={fact.key} fact={fact} {...props} />
          ))}
        </tbody>
      </table>
      {agreeing.length > FEW && (
        <Button kind="link" onClick={() => setAll(!all)}>
          {t(all ? 'duplicates.hideAgreeing' : 'duplicates.showAgreeing', { n: agreeing.length })}
        </Button>
      )}
    </>
  )
}

/** One of the two: its name, how much is said of it, and whether it is the one that stays. */
function End(props: Choosing & { side: Side }): ReactNode {
  const { comparison, side, stays } = props
  const { t } = useTranslation()
  const format = useFormat()
  const end = comparison[side]
  const name = useId()
  return (
    <th scope="col" className="end">
      <Link
        className="q-plain q-strong"
        to="/registry/$kind/$id"
        params={{ kind: comparison.kind, id: end.id }}
      >
        {end.name}
      </Link>
      <div className="q-source">
        {t('duplicates.statements', { n: end.statements })}
        {end.asOf !== undefined && ` · ${t('asOf', { when: format.day(end.asOf) })}`}
        {end.links.length > 0 && ` · ${t('duplicates.links', { n: end.links.length })}`}
        {end.holds > 0 && ` · ${t('duplicates.holds', { n: end.holds })}`}
      </div>
      <label className="q-choice" htmlFor={name}>
        <input
          id={name}
          type="radio"
          name={`stays-${comparison.left.id}`}
          checked={stays === side}
          onChange={() => props.onStays(side)}
        />
        {t('duplicates.stays')}
      </label>
    </th>
  )
}

function FactRow(props: Choosing & { fact: PairFact }): ReactNode {
  const { fact, stands } = props
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const name = label(pack.fact(fact.key)?.label, fact.key)
  const differs = fact.how === 'differ' || fact.how === 'near'
  const chosen = stands[fact.key] ?? (fact.mustChoose ? undefined : fact.wins)
  return (
    <tr className={fact.mustChoose && chosen === undefined ? 'open' : ''}>
      <th scope="row">
        {name}
        {fact.how !== 'one' && <span className="how"> {t(`duplicates.how.${fact.how}`)}</span>}
      </th>
      {(['left', 'right'] as const).map((side, index) => [
        index === 1 && (
          <td key="mark" className="mark" aria-hidden="true">
            {fact.how !== 'one' && <span className={fact.how}>{t(`duplicates.how.${fact.how}`)}</span>}
          </td>
        ),
        <td key={side} className={`wrap ${chosen === side && differs ? 'wins' : ''}`}>
          {differs ? (
            <label className="q-choice">
              <input
                type="radio"
                name={`stands-${fact.key}`}
                aria-label={t('duplicates.standsLabel', { fact: name, side: props.comparison[side].name })}
                checked={chosen === side}
                onChange={() => props.onStand(fact.key, side)}
              />
              <Value fact={fact} side={side} />
            </label>
          ) : (
            <Value fact={fact} side={side} />
          )}
        </td>,
      ])}
    </tr>
  )
}

function Value(props: { fact: PairFact; side: Side }): ReactNode {
  const { fact, side } = props
  const { t } = useTranslation()
  const format = useFormat()
  const factText = useFactText()
  const stated = fact[side]
  if (!stated) return <Unknown />
  return (
    <span>
      {fact.masked || stated.value === undefined ? (
        <span className="q-third">{t('fact.masked')}</span>
      ) : (
        <span className="value">{factText(fact.key, stated.value)}</span>
      )}
      <span className="q-source">
        {stated.source} · {format.day(stated.asOf)}
      </span>
    </span>
  )
}

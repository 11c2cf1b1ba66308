import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { daysFrom } from '../../../kit/format.ts'
import { Light, Tag, Unknown } from '../../../kit/marks.tsx'
import { SectionTitle } from '../../../kit/text.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useAsOf, useIsPast } from '../../../shell/as-of.ts'
import { useFactText } from '../../../shell/facts.ts'
import { type FactView, useLabel, usePack } from '../../../shell/pack.ts'
import type { Subject } from '../queries.ts'
import { ageIn } from './age.ts'
import { EditFact } from './edit-fact.tsx'
import { FactHistory } from './fact-history.tsx'

type Group = { name: string; facts: readonly FactView[] }

/** The facts of a kind by the headings of the pack, in the order of the dictionary. */
export function useGroups(kind: string): readonly Group[] {
  const { t } = useTranslation()
  const pack = usePack()
  const label = useLabel()
  const groups = new Map<string, FactView[]>()
  for (const fact of pack.facts.filter((item) => item.of === kind)) {
    const name = label(fact.group, t('registry.basics'))
    groups.set(name, [...(groups.get(name) ?? []), fact])
  }
  return [...groups].map(([name, facts]) => ({ name, facts }))
}

type Open = { readonly fact: string; readonly as: 'edit' | 'history' }

/** Facts under one heading: the value, who said so and of which day, its history and its correction in place. */
export function FactTable(props: { group: Group; subject: Subject }): ReactNode {
  const { group, subject } = props
  const { t } = useTranslation()
  const [open, setOpen] = useState<Open>()
  return (
    <section className="q-section">
      <SectionTitle>{group.name}</SectionTitle>
      <table className="q-table q-stacked q-fact-table">
        <colgroup>
          <col style={{ width: '22%' }} />
          <col />
          <col style={{ width: '25%' }} />
          <col style={{ width: 124 }} />
          <col style={{ width: 124 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('registry.fact')}</th>
            <th scope="col">{t('registry.value')}</th>
            <th scope="col">{t('registry.sourceAndBy')}</th>
            <th scope="col">{t('registry.asOf')}</th>
            <th scope="col">
              <span className="q-hidden">{t('registry.correct')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {group.facts.map((fact) => (
            <FactRows
              key={fact.key}
              fact={fact}
              subject={subject}
              open={open?.fact === fact.key ? open.as : undefined}
              onOpen={(as) => setOpen(as && { fact: fact.key, as })}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function FactRows(props: {
  fact: FactView
  subject: Subject
  open: Open['as'] | undefined
  onOpen: (as: Open['as'] | undefined) => void
}): ReactNode {
  const { fact, subject, open, onOpen } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const factText = useFactText()
  const isPast = useIsPast()
  const { on } = useAsOf()
  const stated = subject.facts.find((item) => item.key === fact.key)
  const age = stated === undefined ? 0 : daysFrom(stated.asOf, format.today)
  const overdue = fact.refresh !== undefined && age > fact.refresh ? age - fact.refresh : 0
  const name = label(fact.label, fact.key)
  const begun = fact.ageOf === undefined ? undefined : subject.values[fact.ageOf]
  const worked = typeof begun === 'string' ? ageIn(fact.unit, begun, on ?? format.today) : undefined
  // An age is worked out; what is closed to the reader is not his to correct.
  const mayWrite =
    subject.abilities.includes('registry.write') && !isPast && fact.ageOf === undefined && !stated?.masked
  const count = stated?.statements ?? 0
  return (
    <>
      <tr className={open === undefined ? '' : 'open'}>
        <td className="q-third" title={label(fact.note)}>
          {name}
        </td>
        <td className="wrap">
          {stated?.masked ? (
            <span className="q-third">{t('fact.masked')}</span>
          ) : worked !== undefined ? (
            format.amount(worked, fact.unit ?? '')
          ) : stated?.value === undefined ? (
            <Unknown />
          ) : (
            <>
              {factText(fact.key, stated.value)}{' '}
              {stated.conflict && <Tag tone="warm">{t('registry.conflict')}</Tag>}
            </>
          )}
        </td>
        <td
          className="q-source"
          title={stated ? `${stated.source} · ${stated.by} · ${format.moment(stated.recordedAt)}` : ''}
        >
          {worked !== undefined && t('registry.workedOut')}
          {stated && (
            <>
              {stated.source} <span className="q-fact-by">· {stated.by}</span>
            </>
          )}
        </td>
        <td className="q-source">
          {stated && format.day(stated.asOf)}
          {overdue > 0 && (
            <>
              {' '}
              <Light light="yellow" bare />{' '}
              {t('registry.overdue', { count: overdue, n: format.figure(overdue) })}
            </>
          )}
        </td>
        <td className="q-right q-nowrap">
          {count > 0 && (
            <button
              type="button"
              className="q-plain-button q-small q-fact-count"
              aria-expanded={open === 'history'}
              aria-label={t('registry.factHistory', { fact: name, count, n: count })}
              onClick={() => onOpen(open === 'history' ? undefined : 'history')}
            >
              {t('registry.statementsShort', { count, n: count })}
            </button>
          )}
          {mayWrite && (
            <button
              type="button"
              className="q-plain-button q-small q-fact-verb"
              aria-expanded={open === 'edit'}
              aria-label={t(stated === undefined ? 'registry.fillFact' : 'registry.correctFact', {
                fact: name,
              })}
              onClick={() => onOpen(open === 'edit' ? undefined : 'edit')}
            >
              {t(stated === undefined ? 'registry.fill' : 'registry.correct')}
            </button>
          )}
        </td>
      </tr>
      {open !== undefined && (
        <tr className="q-fact-open">
          <td colSpan={5} className="wrap">
            {open === 'edit' ? (
              <EditFact subject={subject} fact={fact} onClose={() => onOpen(undefined)} />
            ) : (
              <FactHistory subject={subject} fact={fact} />
            )}
          </td>
        </tr>
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { daysFrom } from '../../kit/format.ts'
import { DemoLabel, Light, Tag, Unknown } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { FactLine, SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { useFactText } from '../../shell/facts.ts'
import { Go } from '../../shell/go.tsx'
import { type FactView, useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { MergedFrom } from './duplicates/merged-from.tsx'
import { EditFact } from './edit-fact.tsx'
import { History } from './history.tsx'
import { subjectQuery } from './queries.ts'

export type Subject = OutputOf<
  typeof import('@qiongding/server/spine/registry/contract')['registryContract']['read']
>

/** One record: what is known of it, who said so and when, what is not known, and what it is part of. */
export function RegistryRecord(): ReactNode {
  const pack = usePack()
  const label = useLabel()
  const { kind, id } = useParams({ strict: false }) as { kind: string; id: string }
  const query = useQuery(subjectQuery(kind, id, useAsOf()))
  usePage([
    { text: label(pack.kind(kind)?.label, kind), to: `/registry/${kind}` },
    { text: query.data?.name ?? '' },
  ])
  if (query.error)
    return (
      <div className="q-page">
        <ErrorState error={query.error} again={() => void query.refetch()} />
      </div>
    )
  if (!query.data)
    return (
      <div className="q-page">
        <Skeleton rows={12} widths={['16%', '26%', '20%', 60]} />
      </div>
    )
  return <Read subject={query.data} />
}

type Group = { name: string; facts: readonly FactView[] }

/** The facts of a kind by the headings of the pack, in the order of the dictionary. */
function useGroups(kind: string): readonly Group[] {
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

function Read(props: { subject: Subject }): ReactNode {
  const { subject } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const groups = useGroups(subject.kind)
  const kind = pack.kind(subject.kind)
  const all = groups.flatMap((group) => group.facts)
  const unknown = all.filter((fact) => !subject.facts.some((item) => item.key === fact.key)).length
  const conflicts = subject.facts.filter((fact) => fact.conflict).length
  const headline = (kind?.columns ?? [])
    .filter((key) => key !== kind?.nameFact && subject.values[key] !== undefined)
    .slice(0, 5)
  return (
    <div className="q-split">
      <div className="q-page">
        <div className="q-row wrap">
          <h1 className="q-h1">{subject.name}</h1>
          {subject.demonstration && <DemoLabel />}
          <Tag>{label(kind?.label, subject.kind)}</Tag>
        </div>
        <FactLine
          facts={headline.map((key) => ({
            name: label(pack.fact(key)?.label, key),
            value: <b>{factText(key, subject.values[key] as never)}</b>,
          }))}
        />
        <p className="q-second" style={{ marginTop: 8 }}>
          {t('registry.standing', { known: all.length - unknown, unknown })}
          {conflicts > 0 && <span className="q-warm"> {t('registry.conflicts', { n: conflicts })}</span>}
        </p>
        <MergedFrom subject={subject} />
        {groups.map((group) => (
          <FactTable key={group.name} group={group} subject={subject} />
        ))}
      </div>
      <aside className="q-rail">
        <section>
          <h2 className="q-h2">{t('registry.links')}</h2>
          {subject.links.length === 0 && <p className="q-second">{t('registry.noLinks')}</p>}
          <ul>
            {subject.links.map((link) => (
              <li key={`${link.kind} ${link.id}`}>
                <Go className="q-list-row" to={addressOfLink(link, (id) => pack.kind(id) !== undefined)}>
                  <span className="q-clip">{link.title}</span>
                  <span className="q-source q-push q-nowrap">
                    {label(
                      pack.kind(link.kind)?.label,
                      t(`registry.linkKind.${link.kind}`, { defaultValue: '' }),
                    )}{' '}
                    {link.state !== undefined && t(`order.state.${link.state}`, { defaultValue: link.state })}
                  </span>
                </Go>
              </li>
            ))}
          </ul>
        </section>
        <History subject={subject} />
        <p className="q-source" style={{ marginTop: 12 }}>
          {subject.asOf !== undefined && t('asOf', { when: format.day(subject.asOf) })}
        </p>
      </aside>
    </div>
  )
}

function addressOfLink(link: { kind: string; id: string }, isKind: (kind: string) => boolean): string {
  if (isKind(link.kind)) return `/registry/${link.kind}/${link.id}`
  if (link.kind === 'order') return `/orders?view=all&order=${link.id}`
  return `/journeys/${link.id}`
}

function FactTable(props: { group: Group; subject: Subject }): ReactNode {
  const { group, subject } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const factText = useFactText()
  const isPast = useIsPast()
  const [editing, setEditing] = useState<FactView>()
  const mayWrite = subject.abilities.includes('registry.write') && !isPast
  return (
    <section className="q-section">
      <SectionTitle>{group.name}</SectionTitle>
      <table className="q-table q-stacked q-fact-table">
        <colgroup>
          <col style={{ width: '22%' }} />
          <col />
          <col style={{ width: '26%' }} />
          <col style={{ width: 150 }} />
          <col style={{ width: 52 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('registry.fact')}</th>
            <th scope="col">{t('registry.value')}</th>
            <th scope="col">{t('registry.source')}</th>
            <th scope="col">{t('registry.asOf')}</th>
            <th scope="col">
              <span className="q-hidden">{t('registry.correct')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {group.facts.map((fact) => {
            const stated = subject.facts.find((item) => item.key === fact.key)
            const age = stated === undefined ? 0 : daysFrom(stated.asOf, format.today)
            const overdue = fact.refresh !== undefined && age > fact.refresh ? age - fact.refresh : 0
            return (
              <tr key={fact.key}>
                <td className="q-third" title={label(fact.note)}>
                  {label(fact.label, fact.key)}
                </td>
                <td className="wrap">
                  {stated?.masked ? (
                    <span className="q-third">{t('fact.masked')}</span>
                  ) : stated?.value === undefined ? (
                    <Unknown />
                  ) : (
                    <>
                      {factText(fact.key, stated.value)}
                      {stated.conflict && <Tag tone="warm">{t('registry.conflict')}</Tag>}
                    </>
                  )}
                </td>
                <td className="q-source" title={stated ? `${stated.source} ${stated.by}` : ''}>
                  {stated?.source}
                </td>
                <td className="q-source">
                  {stated && format.day(stated.asOf)}
                  {overdue > 0 && (
                    <>
                      {' '}
                      <Light light="yellow" bare /> {t('registry.overdue', { n: overdue })}
                    </>
                  )}
                </td>
                <td className="q-right">
                  {mayWrite && !stated?.masked && (
                    <button
                      type="button"
                      className="q-plain-button q-small"
                      aria-label={t(stated === undefined ? 'registry.fillFact' : 'registry.correctFact', {
                        fact: label(fact.label, fact.key),
                      })}
                      onClick={() => setEditing(fact)}
                    >
                      {t(stated === undefined ? 'registry.fill' : 'registry.correct')}
                    </button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {editing && <EditFact subject={subject} fact={editing} onClose={() => setEditing(undefined)} />}
    </section>
  )
}

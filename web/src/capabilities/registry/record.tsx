import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { PageWaiting } from '../../kit/states.tsx'
import { FactLine } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFactText } from '../../shell/facts.ts'
import { LedgerList } from '../../shell/ledger-list.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { RecordMore } from '../../shell/record-more.tsx'
import { MergedFrom } from './duplicates/merged-from.tsx'
import { History } from './history.tsx'
import { type Subject, subjectQuery } from './queries.ts'
import { Conflicts } from './record/conflicts.tsx'
import { FactTable, useGroups } from './record/facts-table.tsx'
import { Links } from './record/links.tsx'
import './record/record.css'

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
  if (query.error || !query.data)
    return <PageWaiting of={query} rows={12} widths={['16%', '26%', '20%', 60]} />
  return <Read subject={query.data} />
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
  // An age is worked out, so nobody is missing it.
  const all = groups.flatMap((group) => group.facts).filter((fact) => fact.ageOf === undefined)
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
          {conflicts > 0 && (
            <span className="q-warm"> {t('registry.conflicts', { count: conflicts, n: conflicts })}</span>
          )}
        </p>
        <MergedFrom subject={subject} />
        <Conflicts subject={subject} />
        {groups.map((group) => (
          <FactTable key={group.name} group={group} subject={subject} />
        ))}
      </div>
      <aside className="q-rail">
        <RecordMore kind={subject.kind} id={subject.id} />
        <Links subject={subject} />
        <History subject={subject} />
        <LedgerList rows={subject.ledger} />
        <p className="q-source" style={{ marginTop: 12 }}>
          {subject.asOf !== undefined && t('asOf', { when: format.day(subject.asOf) })}
        </p>
      </aside>
    </div>
  )
}

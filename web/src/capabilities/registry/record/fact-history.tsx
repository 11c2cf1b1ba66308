import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useIsPast } from '../../../shell/as-of.ts'
import { useFactText } from '../../../shell/facts.ts'
import type { FactView } from '../../../shell/pack.ts'
import { type FactStatement, factHistoryQuery, type Subject } from '../queries.ts'
import { RetractForm } from '../retract-form.tsx'
import { TwoAxes } from './two-axes.tsx'

/** Everything that was ever said of one fact: on which day's account, since when it is known, by whom, and what stands. */
export function FactHistory(props: { subject: Subject; fact: FactView }): ReactNode {
  const { subject, fact } = props
  const { t } = useTranslation()
  const query = useQuery(factHistoryQuery(subject.kind, subject.id, fact.key))
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={3} widths={['30%', '20%', '20%']} />
  const { rows, more } = query.data
  return (
    <div className="q-fact-history">
      {rows.length > 1 && <TwoAxes rows={rows} />}
      <ol>
        {rows.map((row, at) => (
          <Line key={row.id} row={row} no={at + 1} fact={fact} subject={subject} />
        ))}
      </ol>
      {more && <p className="q-source">{t('registry.historyMore')}</p>}
    </div>
  )
}

function Line(props: { row: FactStatement; no: number; fact: FactView; subject: Subject }): ReactNode {
  const { row, no, fact, subject } = props
  const { t } = useTranslation()
  const format = useFormat()
  const factText = useFactText()
  const isPast = useIsPast()
  const [retracting, setRetracting] = useState(false)
  const mayWrite = subject.abilities.includes('registry.write') && !isPast
  return (
    <li className={row.retracted ? 'q-third' : ''}>
      <span className={row.stands ? 'q-statement-no stands' : 'q-statement-no'} aria-hidden="true">
        {no}
      </span>
      <span>
        <span className="q-row tight wrap">
          {row.masked ? (
            <span className="q-third">{t('fact.masked')}</span>
          ) : row.value === undefined ? (
            <span className="q-unknown-word">{t('unknown')}</span>
          ) : row.stands ? (
            <b>{factText(fact.key, row.value)}</b>
          ) : (
            <span className={row.retracted ? 'q-struck' : ''}>{factText(fact.key, row.value)}</span>
          )}
          {row.stands && <Tag tone="sea">{t('registry.stands')}</Tag>}
          {row.disagrees && <Tag tone="warm">{t('registry.conflict')}</Tag>}
          {row.settles && <Tag>{t('registry.settled')}</Tag>}
          {row.retracted && <Tag>{t('registry.takenBack')}</Tag>}
        </span>
        <span className="q-source">
          {t('registry.twoAxes', { asOf: format.day(row.asOf), known: format.moment(row.recordedAt) })} ·{' '}
          {row.source} · {row.by}
          {row.about && ` · ${t('duplicates.about', { name: row.about.name })}`}
          {mayWrite && !row.retracted && !row.about && (
            <>
              {' '}
              <button type="button" className="q-plain-button" onClick={() => setRetracting(true)}>
                {t('registry.retract')}
              </button>
            </>
          )}
        </span>
      </span>
      {retracting && (
        <RetractForm subject={subject} statementId={row.id} onClose={() => setRetracting(false)} />
      )}
    </li>
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useIsPast } from '../../shell/as-of.ts'
import { useFactText } from '../../shell/facts.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import '../../shell/ledger-list.css'
import type { Subject } from './queries.ts'
import { historyQuery } from './queries.ts'
import { RetractForm } from './retract-form.tsx'

/** Every statement about a record, newest first: who said what, of which day, and what was taken back. */
export function History(props: { subject: Subject }): ReactNode {
  const { subject } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const query = useInfiniteQuery(historyQuery(subject.kind, subject.id))
  const rows = useRows(query.data?.pages)
  const isPast = useIsPast()
  const mayWrite = subject.abilities.includes('registry.write') && !isPast
  const [retracting, setRetracting] = useState<string>()
  return (
    <section style={{ marginTop: 20 }}>
      <h2 className="q-h2">{t('registry.history')}</h2>
      <p className="q-source">{t('registry.historyMeans')}</p>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={4} widths={['70%']} />}
      <ol className={rows.some((row) => format.day(row.asOf).length > 6) ? 'q-ledger wide' : 'q-ledger'}>
        {rows.map((row) => (
          <li key={row.id}>
            <time className="q-source" dateTime={row.recordedAt} title={format.moment(row.recordedAt)}>
              {format.day(row.asOf)}
            </time>
            <i aria-hidden="true" />
            <span className="q-small">
              <b>{row.finds ? t('ledger.actor.job') : row.by}</b>{' '}
              <span className="q-third">
                {row.source}
                {row.about && ` · ${t('duplicates.about', { name: row.about.name })}`}
              </span>
              <br />
              <span className={row.retracted ? 'q-third' : ''}>
                {row.finds
                  ? t('registry.finds', { name: row.finds.name ?? t('unknown') })
                  : row.retracts !== undefined
                    ? t('registry.retraction')
                    : Object.entries(row.values)
                        .slice(0, 4)
                        .map(([key, value]) => `${label(pack.fact(key)?.label, key)} ${factText(key, value)}`)
                        .join(t('fact.semicolon'))}
                {Object.keys(row.values).length > 4 &&
                  t('registry.andMore', { n: Object.keys(row.values).length - 4 })}
                {row.retracted && ` ${t('registry.retracted')}`}
              </span>
              {mayWrite && !row.retracted && row.retracts === undefined && (
                <>
                  {' '}
                  <button type="button" className="q-plain-button" onClick={() => setRetracting(row.id)}>
                    {t('registry.retract')}
                  </button>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {retracting !== undefined && (
        <RetractForm subject={subject} statementId={retracting} onClose={() => setRetracting(undefined)} />
      )}
      <More of={query} />
    </section>
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Verdict as VerdictMark } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFactText } from '../../shell/facts.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { targetRowsQuery, type Verdict } from './queries.ts'
import { RowLink } from './row-link.tsx'

type Choice = Verdict | 'all'

/** The rows behind a figure: what counts, what does not, and what cannot be said. */
export function CountedRows(props: { id: string }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const [choice, setChoice] = useState<Choice>('all')
  const asOf = useAsOf()
  const query = useInfiniteQuery(targetRowsQuery(props.id, asOf, choice === 'all' ? undefined : choice))
  const rows = useRows(query.data?.pages)
  const stageName = (id: string) =>
    label(pack.journeys.flatMap((journey) => journey.stages).find((stage) => stage.id === id)?.label, id)
  const counts = query.data?.pages[0]
  return (
    <section className="q-section">
      <SectionTitle
        beside={
          counts && (
            <Segmented<Choice>
              size="small"
              value={choice}
              options={[
                { value: 'all', label: t('action.all') },
                { value: 'yes', label: t('target.rows.yes', { n: counts.counted }) },
                { value: 'no', label: t('target.rows.no', { n: counts.notCounted }) },
                { value: 'unknown', label: t('target.rows.unknown', { n: counts.unknown }) },
              ]}
              onChange={setChoice}
            />
          )
        }
        aside={
          <>
            {t('target.rows.unknownMeans')} {rows.some((row) => row.demonstration) && <DemoLabel />}
          </>
        }
      >
        {t('target.rows.title')}
      </SectionTitle>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('target.rows.empty')}>{t('target.rows.emptyStep')}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="q-table q-stacked q-counted">
          <colgroup>
            <col style={{ width: 110 }} />
            <col />
            <col style={{ width: 90 }} />
            <col style={{ width: '38%' }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('target.rows.verdict')}</th>
              <th scope="col">{t('target.rows.row')}</th>
              <th scope="col">{t('target.rows.day')}</th>
              <th scope="col">{t('target.rows.because')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <VerdictMark verdict={row.verdict} word={t(`target.rows.word.${row.verdict}`)} />
                </td>
                <td>
                  <RowLink row={row} />
                </td>
                <td>{row.day === undefined ? '' : format.day(row.day)}</td>
                <td className="q-second q-small">
                  {row.because !== undefined && row.because !== 'counts' && (
                    <div>
                      {t(`target.counting.${row.because}`)}
                      {row.other && t('target.rows.other', { title: row.other.title })}
                    </div>
                  )}
                  {Object.entries(row.values)
                    .map(([key, value]) =>
                      key === 'stage'
                        ? stageName(String(value))
                        : `${label(pack.fact(key)?.label, key)} ${factText(key, value)}`,
                    )
                    .join(t('fact.semicolon'))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More of={query} />
    </section>
  )
}

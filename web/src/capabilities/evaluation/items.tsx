import type { Evaluation } from '@qiongding/server/desks/evaluation/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Verdict } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import { evaluationItemsQuery } from './queries.ts'

/** What the score of an office was made of: the formula of each part, its cases and their evidence, and what scored nothing. */
export function Items(props: { evaluation: Evaluation; unit: Evaluation['units'][number] }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { evaluation, unit } = props
  const query = useQuery(evaluationItemsQuery(evaluation.id, unit.id, useAsOf()))
  const rows = query.data?.rows ?? []
  return (
    <section className="q-section">
      <SectionTitle>{t('evaluation.items', { unit: label(unit.label) })}</SectionTitle>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={4} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('evaluation.noItems.title')}>{t('evaluation.noItems.step')}</EmptyState>
      )}
      {query.data &&
        evaluation.parts.map((part) => {
          const score = unit.parts.find((one) => one.part === part.id)
          const span = evaluation.spans.find((one) => one.part === part.id)
          const mine = rows.filter((row) => row.part === part.id)
          return (
            <section key={part.id} className="q-part">
              <SectionTitle level={3}>
                {label(part.label)} {score && format.figure(score.score)}
              </SectionTitle>
              <p className="q-small q-second">
                {t(`evaluation.formula.${part.against}`)}
                {score?.points !== undefined &&
                  t('evaluation.worked', {
                    points: format.figure(score.points),
                    weight: part.weight,
                    score: format.figure(score.score),
                  })}
                {span &&
                  t('evaluation.span', { least: format.figure(span.least), most: format.figure(span.most) })}
              </p>
              {mine.length > 0 && (
                <table className="q-table q-stacked q-counted">
                  <colgroup>
                    <col style={{ width: 120 }} />
                    <col />
                    <col style={{ width: 90 }} />
                    <col style={{ width: '38%' }} />
                  </colgroup>
                  <tbody>
                    {mine.map((row) => (
                      <tr key={row.id}>
                        <td>
                          {row.value === 0 && part.against === 'share' ? (
                            <Verdict verdict="no" word={t('evaluation.word.no')} />
                          ) : (
                            <Verdict verdict={row.counts} word={t(`evaluation.word.${row.counts}`)} />
                          )}
                        </td>
                        <td>
                          <Link to="/journeys/$id" params={{ id: row.id }}>
                            {row.no} {row.title}
                          </Link>
                        </td>
                        <td>{row.day === undefined ? '' : format.day(row.day)}</td>
                        <td className="q-second q-small">
                          {row.because !== 'counts' && row.because !== 'evidence' && (
                            <div>{t(`target.counting.${row.because}`)}</div>
                          )}
                          {row.value !== undefined && part.how !== 'count' && (
                            <div>
                              {part.how === 'mean' ? format.share(row.value, 0) : format.figure(row.value)}{' '}
                              {part.unit === undefined ? '' : format.unitWord(part.unit)}
                            </div>
                          )}
                          {row.evidence.map((kind) => label(kind)).join(t('fact.and'))}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </section>
          )
        })}
    </section>
  )
}

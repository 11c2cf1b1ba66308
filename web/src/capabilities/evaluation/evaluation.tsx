import type { Evaluation } from '@qiongding/server/desks/evaluation/contract'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Unknown } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { Items } from './items.tsx'
import { evaluationQuery, evaluationsQuery } from './queries.ts'
import { TeamFigures } from './team.tsx'
import './evaluation.css'

/** How offices did by a written scheme, from which cases, and how sure the order is. */
export function EvaluationPage(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const filters = useFilters()
  const all = useQuery(evaluationsQuery)
  const id = filters.value('scheme') ?? all.data?.rows[0]?.id
  const query = useQuery({ ...evaluationQuery(id ?? '', useAsOf()), enabled: id !== undefined })
  usePage([{ text: t('evaluation.title') }])
  const failed = all.error ?? query.error
  const view = filters.value('view') ?? 'scores'
  const drafted = usePack().journeys.find((journey) => journey.intake !== undefined)?.id
  return (
    <div className="q-page">
      <div className="q-row wrap" style={{ margin: '4px 0 10px' }}>
        <h1 className="q-h1">{t('evaluation.title')}</h1>
        {query.data?.demonstration && <DemoLabel />}
        {view === 'scores' && all.data && all.data.rows.length > 0 && (
          <span className="q-push">
            <Select
              style={{ width: 260, maxWidth: '100%' }}
              aria-label={t('evaluation.scheme')}
              {...(id !== undefined && { value: id })}
              options={all.data.rows.map((one) => ({ value: one.id, label: label(one.label) }))}
              onChange={(next: string) => filters.set({ scheme: next, unit: undefined })}
            />
          </span>
        )}
      </div>
      {drafted !== undefined && all.data && all.data.rows.length > 0 && (
        <ViewTabs
          label={t('evaluation.views')}
          current={view}
          views={[
            { id: 'scores', text: t('evaluation.view.scores') },
            { id: 'team', text: t('evaluation.view.team') },
          ]}
          onChoose={(next) => filters.set({ view: next })}
        />
      )}
      {view === 'team' && drafted !== undefined && <TeamFigures definition={drafted} />}
      {failed && <ErrorState error={failed} again={() => void query.refetch()} />}
      {(all.isPending || (query.isPending && query.isFetching)) && <Skeleton rows={6} />}
      {all.data?.rows.length === 0 && (
        <EmptyState title={t('evaluation.none.title')}>{t('evaluation.none.step')}</EmptyState>
      )}
      {view === 'scores' && query.data && <Read evaluation={query.data} />}
    </div>
  )
}

type Part = Evaluation['parts'][number]
type Unit = Evaluation['units'][number]

function Read(props: { evaluation: Evaluation }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const filters = useFilters()
  const { evaluation } = props
  const [chosen, setChosen] = useState(filters.value('unit') ?? evaluation.units[0]?.id)
  const unit = evaluation.units.find(({ id }) => id === chosen) ?? evaluation.units[0]
  const hangs = evaluation.units.some(({ doubts }) => doubts.length > 0)
  return (
    <>
      <p className="q-second">
        {t('evaluation.period', {
          from: format.day(evaluation.from),
          to: format.day(evaluation.to),
          on: format.day(evaluation.on),
        })}{' '}
        {label(evaluation.source)}
      </p>
      <div className="q-wide">
        <table className="q-table q-stack q-scores">
          <thead>
            <tr>
              <th scope="col">{t('evaluation.rank')}</th>
              <th scope="col">{t('evaluation.unit')}</th>
              <th scope="col" className="q-right">
                {t('evaluation.score')}
              </th>
              {evaluation.parts.map((part) => (
                <th key={part.id} scope="col" className="q-right" title={formula(part, t)}>
                  {label(part.label)} <span className="q-third">{part.weight}</span>
                </th>
              ))}
              {evaluation.penalties.map((penalty) => (
                <th key={penalty.id} scope="col" className="q-right">
                  {label(penalty.label)} <span className="q-third">−{penalty.each}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {evaluation.units.map((one) => (
              <tr key={one.id} className={one.id === unit?.id ? 'selected' : ''}>
                <td data-label={t('evaluation.rank')}>{one.rank}</td>
                <td className="headline">
                  <button type="button" className="q-plain-button" onClick={() => setChosen(one.id)}>
                    {label(one.label)}
                  </button>
                  {one.doubts.length > 0 && (
                    <span className="q-warm q-small"> {t('evaluation.hangs', { n: one.doubts.length })}</span>
                  )}
                </td>
                <td data-label={t('evaluation.score')} className="q-right q-strong">
                  {format.figure(one.score)}
                  {one.high > one.score && (
                    <span className="q-unknown-word"> ~{format.figure(one.high)}</span>
                  )}
                </td>
                {evaluation.parts.map((part) => (
                  <td key={part.id} data-label={label(part.label)} className="q-right">
                    <PartCell part={part} score={one.parts.find((score) => score.part === part.id)} />
                  </td>
                ))}
                {evaluation.penalties.map((penalty) => {
                  const taken = one.penalties.find(({ id }) => id === penalty.id)
                  return (
                    <td key={penalty.id} data-label={label(penalty.label)} className="q-right">
                      {taken && taken.n > 0 ? (
                        <>
                          {format.figure(taken.score)} <span className="q-third q-small">n={taken.n}</span>
                        </>
                      ) : (
                        0
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="q-source">{t('evaluation.reads')}</p>
      {hangs ? <Doubts units={evaluation.units} parts={evaluation.parts} /> : null}
      {unit && <Items evaluation={evaluation} unit={unit} />}
    </>
  )
}

type Translate = ReturnType<typeof useTranslation>['t']

const formula = (part: Part, t: Translate) => t(`evaluation.formula.${part.against}`)

function PartCell(props: { part: Part; score: Unit['parts'][number] | undefined }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { part, score } = props
  if (!score) return null
  const value =
    score.value === undefined
      ? t('unknown')
      : part.how === 'mean'
        ? format.share(score.value, 0)
        : format.figure(score.value)
  return (
    <span title={score.target === undefined ? undefined : t('evaluation.target', { n: score.target })}>
      {score.points === undefined ? <Unknown /> : format.figure(score.score)}{' '}
      <span className="q-third q-small">
        {score.value === undefined ? '' : `${value} · `}n={score.n}
      </span>
      {score.unknown > 0 && (
        <span className="q-unknown-word q-small"> {t('evaluation.unsure', { n: score.unknown })}</span>
      )}
      {score.withoutValue > 0 && (
        <span className="q-unknown-word q-small">
          {' '}
          {t('evaluation.withoutValue', { n: score.withoutValue })}
        </span>
      )}
    </span>
  )
}

/** Places that hang on one case: if it were doubted, the office would stand elsewhere. */
function Doubts(props: { units: Evaluation['units']; parts: Evaluation['parts'] }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const rows = props.units.flatMap((unit) => unit.doubts.map((doubt) => ({ unit, doubt })))
  return (
    <section className="q-section">
      <SectionTitle aside={t('evaluation.doubtsMean')}>{t('evaluation.doubts')}</SectionTitle>
      <ul>
        {rows.map(({ unit, doubt }) => (
          <li key={`${unit.id} ${doubt.item} ${doubt.part}`} className="q-list-row">
            {t('evaluation.doubt', {
              unit: label(unit.label),
              title: doubt.title,
              part: label(props.parts.find(({ id }) => id === doubt.part)?.label, doubt.part),
              rank: unit.rank,
              without: doubt.rankWithout,
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}

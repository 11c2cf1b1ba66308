import type { Team } from '@qiongding/server/desks/evaluation/contract'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Unknown } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { useLabel } from '../../shell/pack.ts'
import { teamQuery } from './queries.ts'

/** How a team works, from what it did: how quickly it answered, and what became of its cases. */
export function TeamFigures(props: { definition: string }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const filters = useFilters()
  const query = useQuery(teamQuery(props.definition, filters.value('by'), useAsOf()))
  const team = query.data
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!team) return <Skeleton rows={6} />
  if (team.offices.length === 0)
    return <EmptyState title={t('evaluation.team.none')}>{t('evaluation.team.noneStep')}</EmptyState>
  return (
    <>
      <p className="q-second" style={{ marginTop: 10 }}>
        {t('evaluation.team.period', { from: format.day(team.from), to: format.day(team.to) })}
      </p>
      <Offices team={team} />
      <Conversion team={team} onBy={(by) => filters.set({ by })} />
    </>
  )
}

function Offices(props: { team: Team }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { offices } = props.team
  return (
    <section className="q-section">
      <SectionTitle aside={t('evaluation.team.noLogins')}>{t('evaluation.team.kept')}</SectionTitle>
      <div className="q-wide">
        <table className="q-table q-stack">
          <colgroup>
            <col style={{ width: '18%' }} />
            <col style={{ width: 80 }} />
            <col style={{ width: 80 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('evaluation.unit')}</th>
              <th scope="col" className="q-right">
                {t('evaluation.team.opened')}
              </th>
              <th scope="col" className="q-right">
                {t('evaluation.team.underWay')}
              </th>
              {offices[0]?.kept.map((one) => (
                <th key={one.clock} scope="col">
                  {label(one.label)}{' '}
                  <span className="q-third">
                    {t(`evaluation.team.limit.${one.calendar}`, { n: one.limit })}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {offices.map((office) => (
              <tr key={office.id}>
                <td className="headline">{label(office.label)}</td>
                <td data-label={t('evaluation.team.opened')} className="q-right">
                  {format.figure(office.opened)}
                </td>
                <td data-label={t('evaluation.team.underWay')} className="q-right">
                  {format.figure(office.underWay)}
                </td>
                {office.kept.map((one) => (
                  <td key={one.clock} data-label={label(one.label)} className="wrap">
                    {one.p50 === undefined ? (
                      <Unknown>{t('evaluation.team.noCase')}</Unknown>
                    ) : (
                      t('evaluation.team.keptText', {
                        p50: one.p50,
                        p90: one.p90 ?? one.p50,
                        inTime: one.inTime,
                        n: one.n,
                      })
                    )}
                    {one.late > 0 && (
                      <span className="q-warm"> {t('evaluation.team.lateNow', { n: one.late })}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Conversion(props: { team: Team; onBy: (key: string) => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { team, onBy } = props
  if (team.conversion.length === 0 || !team.stage) return null
  return (
    <section className="q-section">
      <SectionTitle
        beside={
          <Select
            size="small"
            style={{ width: 180 }}
            aria-label={t('evaluation.team.by')}
            {...(team.by !== undefined && { value: team.by })}
            options={team.facts.map((fact) => ({ value: fact.key, label: label(fact.label) }))}
            onChange={onBy}
          />
        }
        aside={t('evaluation.team.few')}
      >
        {t('evaluation.team.conversion', { stage: label(team.stage) })}
      </SectionTitle>
      <table className="q-table q-stack" style={{ maxWidth: 760 }}>
        <thead>
          <tr>
            <th scope="col">{label(team.facts.find(({ key }) => key === team.by)?.label, '')}</th>
            <th scope="col" className="q-right">
              {t('evaluation.team.opened')}
            </th>
            <th scope="col" className="q-right">
              {label(team.stage)}
            </th>
            <th scope="col" className="q-right">
              {t('evaluation.team.ended')}
            </th>
            <th scope="col" className="q-right">
              {t('evaluation.team.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {team.conversion.map((row) => (
            <tr key={row.value ?? ''}>
              <td className="headline">{row.value === undefined ? <Unknown /> : label(row.label)}</td>
              <td data-label={t('evaluation.team.opened')} className="q-right">
                {format.figure(row.opened)}
              </td>
              <td data-label={label(team.stage)} className="q-right">
                {format.figure(row.reached)}
              </td>
              <td data-label={t('evaluation.team.ended')} className="q-right">
                {format.figure(row.ended)}
              </td>
              <td data-label={t('evaluation.team.share')} className="q-right">
                {row.few ? (
                  <span className="q-unknown-word">{t('evaluation.team.tooFew', { n: row.opened })}</span>
                ) : (
                  `${format.share(row.reached / row.opened, 0)} n=${row.opened}`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

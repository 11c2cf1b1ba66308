import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useLabel } from '../../shell/pack.ts'
import { peopleQuery } from './queries.ts'

/** Who may do what: people with their role and office. How often somebody signs in is nobody's business here. */
export function People(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const query = useQuery(peopleQuery)
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={8} />
  if (query.data.rows.length === 0)
    return <EmptyState title={t('settings.people.empty')}>{t('settings.people.emptyStep')}</EmptyState>
  return (
    <section className="q-section">
      <SectionTitle
        beside={t('settings.people.count', { n: query.data.rows.length })}
        aside={t('settings.people.promise')}
      >
        {t('settings.people.title')}
      </SectionTitle>
      <table className="q-table">
        <thead>
          <tr>
            <th scope="col">{t('settings.people.name')}</th>
            <th scope="col">{t('signIn.account')}</th>
            <th scope="col">{t('settings.people.role')}</th>
            <th scope="col">{t('settings.people.office')}</th>
            <th scope="col" style={{ width: 90 }}>
              {t('settings.people.state')}
            </th>
          </tr>
        </thead>
        <tbody>
          {query.data.rows.map((person) => (
            <tr key={person.id}>
              <th scope="row">{person.name}</th>
              <td className="q-mono">{person.account}</td>
              <td>{label(person.roleLabel, person.role)}</td>
              <td>{person.party?.name ?? label(person.officeLabel)}</td>
              <td>
                <Tag {...(person.active ? { tone: 'good' as const } : {})}>
                  {t(person.active ? 'settings.people.active' : 'settings.people.stopped')}
                </Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

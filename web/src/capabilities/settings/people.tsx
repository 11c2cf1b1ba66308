import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useLabel } from '../../shell/pack.ts'
import { AddPerson } from './add-person.tsx'
import { PersonCard } from './person-card.tsx'
import { PersonState } from './person-state.tsx'
import { peopleQuery } from './queries.ts'

/** Who may do what: people with their role and office. How often somebody signs in is nobody's business here. */
export function People(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const query = useQuery(peopleQuery)
  const [adding, setAdding] = useState(false)
  const [shown, setShown] = useState<string>()
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={8} />
  const person = query.data.rows.find((row) => row.id === shown)
  return (
    <section className="q-section q-scrolls">
      <SectionTitle
        beside={t('settings.people.count', { n: query.data.rows.length })}
        aside={
          query.data.abilities.includes('person.add') && (
            <Button kind="primary" small onClick={() => setAdding(true)}>
              {t('settings.people.add')}
            </Button>
          )
        }
      >
        {t('settings.people.title')}
      </SectionTitle>
      <p className="q-source" style={{ marginBottom: 6 }}>
        {t('settings.people.promise')}
      </p>
      {query.data.rows.length === 0 ? (
        <EmptyState title={t('settings.people.empty')}>{t('settings.people.emptyStep')}</EmptyState>
      ) : (
        <table className="q-table q-stacked">
          <thead>
            <tr>
              <th scope="col">{t('settings.people.name')}</th>
              <th scope="col" className="q-wide-only">
                {t('signIn.account')}
              </th>
              <th scope="col">{t('settings.people.role')}</th>
              <th scope="col">{t('settings.people.office')}</th>
              <th scope="col" style={{ width: 110 }}>
                {t('settings.people.state')}
              </th>
            </tr>
          </thead>
          <tbody>
            {query.data.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <button type="button" className="q-plain-button" onClick={() => setShown(row.id)}>
                    {row.name}
                  </button>
                </th>
                <td className="q-mono q-breaks q-wide-only">{row.account}</td>
                <td>{label(row.roleLabel, row.role)}</td>
                <td>{row.party?.name ?? label(row.officeLabel)}</td>
                <td>
                  <PersonState person={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {adding && <AddPerson onClose={() => setAdding(false)} />}
      {person && <PersonCard key={person.id} person={person} onClose={() => setShown(undefined)} />}
    </section>
  )
}

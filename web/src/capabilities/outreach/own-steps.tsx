import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { ErrorState } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import { owedQuery } from './queries.ts'
import './outreach.css'

/** What an enterprise was told would be done when somebody came by. Nothing stands here where nobody said anything. */
export function OwnSteps(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const query = useQuery(owedQuery(useAsOf()))
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  const rows = query.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="q-page q-section">
      <SectionTitle beside={rows.some((row) => row.demonstration) && <DemoLabel />}>
        {t('outreach.owed')}
      </SectionTitle>
      <ul className="q-visits">
        {rows.map((row) => (
          <li key={row.id} className="q-visit">
            <div className="q-grow">
              <div>
                <span className="q-strong">{row.what}</span>{' '}
                {row.closed ? (
                  <Tag tone={row.closed.how === 'done' ? 'good' : 'unknown'}>
                    {t(`outreach.owedClosed.${row.closed.how}`)}
                  </Tag>
                ) : (
                  row.late && <Tag tone="bad">{t('outreach.stands.late')}</Tag>
                )}
              </div>
              <div className="q-small q-second">
                {t('outreach.owedSay', {
                  day: format.day(row.day),
                  office: label(row.office),
                  due: format.day(row.due),
                })}
                {row.closed && ` · ${row.closed.text}`}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

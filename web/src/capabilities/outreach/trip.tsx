import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { EmptyState, PageWaiting } from '../../kit/states.tsx'
import { FactLine, SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { outreachVerbs, tripQuery } from './queries.ts'
import { VisitLine } from './visit.tsx'
import { VisitForm } from './visit-form.tsx'
import './outreach.css'

type Read = OutputOf<
  typeof import('@qiongding/server/capabilities/outreach/contract')['outreachContract']['trip']
>

/** One trip: who went, whom they met, and what became of each. */
export function TripPage(): ReactNode {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(tripQuery(id, useAsOf()))
  usePage([{ text: t('outreach.title'), to: '/outreach' }, { text: query.data?.title ?? '' }])
  if (query.error || !query.data) return <PageWaiting of={query} rows={6} />
  return <Shown trip={query.data} />
}

function Shown(props: { trip: Read }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const isPast = useIsPast()
  const { trip } = props
  const may = !isPast && trip.abilities.includes('visit.write')
  const [meeting, setMeeting] = useState(false)
  const end = useWrite({
    write: (state: 'done' | 'cancelled') => outreachVerbs.endTrip(trip, state),
    done: (_, state) => t(`outreach.ended.${state}`),
  })
  return (
    <div className="q-page">
      <div className="q-row wrap">
        <h1 className="q-h1">{trip.title}</h1>
        <Tag tone={trip.state === 'done' ? 'good' : 'sea'}>{t(`outreach.state.${trip.state}`)}</Tag>
        {trip.demonstration && <DemoLabel />}
        {may && trip.state === 'planned' && (
          <span className="q-push q-row">
            <Button busy={end.isPending} onClick={() => end.mutate('cancelled')}>
              {t('outreach.cancel')}
            </Button>
            <Button
              kind="primary"
              busy={end.isPending}
              disabled={trip.day > format.today}
              onClick={() => end.mutate('done')}
            >
              {t('outreach.endVerb')}
            </Button>
          </span>
        )}
      </div>
      <FactLine
        facts={[
          { name: t('outreach.day'), value: format.day(trip.day) },
          { name: t('outreach.place'), value: trip.place },
          { name: t('outreach.hosts'), value: trip.hosts.join(t('fact.and')) },
          { name: t('outreach.office'), value: label(trip.office) },
        ]}
      />
      <Refused error={end.error} />
      <section className="q-section">
        <SectionTitle
          beside={
            may &&
            trip.state !== 'cancelled' && (
              <Button small onClick={() => setMeeting(true)}>
                {t('outreach.meet')}
              </Button>
            )
          }
          aside={t('outreach.sevenDays')}
        >
          {t('outreach.metOnes')}
        </SectionTitle>
        {trip.visits.length === 0 ? (
          <EmptyState title={t('outreach.noVisits.title')}>{t('outreach.noVisits.step')}</EmptyState>
        ) : (
          <ul className="q-visits">
            {trip.visits.map((visit) => (
              <VisitLine key={visit.id} visit={visit} named />
            ))}
          </ul>
        )}
      </section>
      {meeting && <VisitForm of={{ tripId: trip.id, day: trip.day }} onClose={() => setMeeting(false)} />}
    </div>
  )
}

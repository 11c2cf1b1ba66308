import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { weekOf } from '../../kit/format.ts'
import { Icon } from '../../kit/icons.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { usePage } from '../../shell/page.tsx'
import { Clocks, Mine } from './day.tsx'
import { First } from './first.tsx'
import { Flow } from './flow.tsx'
import { domeQuery } from './queries.ts'
import { TargetRows } from './target-rows.tsx'
import './dome.css'

export type Dome = OutputOf<typeof import('@qiongding/server/desks/dome/contract')['domeContract']['read']>

/** Home of an office: the one thing to unblock first, elements by kind, targets against their pace, and my day. */
export function Desk(): ReactNode {
  const { t } = useTranslation()
  const dome = useQuery(domeQuery(useAsOf()))
  usePage([{ text: t('dome.title') }], t('dome.note'))
  if (dome.error) return <Page error={dome.error} again={() => void dome.refetch()} />
  if (!dome.data)
    return (
      <div className="q-page">
        <Skeleton rows={14} widths={[52, 40, 40, '42%', 70, 60, 60]} />
      </div>
    )
  return <Read dome={dome.data} />
}

function Page(props: { error: unknown; again: () => void }): ReactNode {
  return (
    <div className="q-page">
      <ErrorState error={props.error} again={props.again} />
    </div>
  )
}

function Read(props: { dome: Dome }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { dome } = props
  const isPast = useIsPast()
  const nothing = dome.flow.every((flow) => flow.open === 0 && flow.n === 0)
  return (
    <div className="q-split">
      <div className="q-page q-dome">
        <h1 className="q-hidden">{t('dome.title')}</h1>
        <First first={dome.first} open={dome.total.open} demonstration={dome.demonstration} />
        {nothing ? (
          <EmptyState title={t('dome.empty.title')}>
            {isPast ? t('dome.empty.past') : t('dome.empty.step')}
          </EmptyState>
        ) : (
          <Flow dome={dome} />
        )}
        <TargetRows rows={dome.targets} count={dome.targetCount} />
      </div>
      <aside className="q-rail" aria-label={t('dome.day')}>
        <div className="q-row">
          <h2 className="q-h2">{t('dome.day')}</h2>
          <span className="q-source q-push">
            {t('dome.dayOf', { day: format.sentenceDay(dome.on), week: weekOf(dome.on) })}
          </span>
        </div>
        <Mine mine={dome.mine} />
        <Clocks clocks={dome.clocks} />
        <p className="q-source" style={{ marginTop: 16 }}>
          <Icon name="hand" small className="q-inline" /> {t('dome.warmMeans')}
        </p>
      </aside>
    </div>
  )
}

import type { Ranking } from '@qiongding/server/spine/matches/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { Matrix } from './matrix.tsx'
import { NeedPanel } from './need-panel.tsx'
import { PairPanel } from './pair-panel.tsx'
import { rankingQuery } from './queries.ts'
import './matching.css'

/** One need with everyone who was judged for it: three groups, in a stated order, and why. No score anywhere. */
export function Centre(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const filters = useFilters()
  const { profile, needId } = useParams({ strict: false }) as { profile: string; needId: string }
  const query = useInfiniteQuery(rankingQuery(profile, needId, useAsOf()))
  const first: Ranking | undefined = query.data?.pages[0]
  const rows = useRows(query.data?.pages)
  usePage([
    { text: t('match.title') },
    {
      text: label(pack.matchings.find((item) => item.id === profile)?.label, profile),
      to: `/matches/${profile}`,
    },
    { text: first?.need.name ?? '' },
  ])
  if (query.error)
    return (
      <div className="q-page">
        <ErrorState error={query.error} again={() => void query.refetch()} />
      </div>
    )
  if (!first)
    return (
      <div className="q-page">
        <Skeleton rows={14} widths={['22%', 20, 20, 20, 20, 20, 60]} />
      </div>
    )
  const chosen = filters.value('offer') ?? rows[0]?.offerId
  return (
    <div className="q-centre">
      <NeedPanel ranking={first} />
      <Matrix
        ranking={first}
        rows={rows}
        current={chosen}
        onChoose={(offer) => filters.set({ offer })}
        more={query.hasNextPage}
        moreBusy={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
      {chosen === undefined ? (
        <aside className="q-panel" />
      ) : (
        <PairPanel key={chosen} ranking={first} offerId={chosen} />
      )}
    </div>
  )
}

import type { Ranking } from '@qiongding/server/spine/matches/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { PageWaiting } from '../../kit/states.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { Beside } from './beside.tsx'
import { Matrix } from './matrix.tsx'
import { NeedPanel } from './need-panel.tsx'
import { PairPanel } from './pair-panel.tsx'
import { type Order, rankingQuery } from './queries.ts'
import './matching.css'

/** More than three do not fit side by side, and nobody keeps more in mind. */
const MOST_BESIDE = 3

/** One need with everyone who was judged for it: three groups, in a stated order, and why. No score anywhere. */
export function Centre(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const filters = useFilters()
  const { profile, needId } = useParams({ strict: false }) as { profile: string; needId: string }
  const by: Order = filters.value('by') === 'meaning' ? 'meaning' : 'words'
  const query = useInfiniteQuery(rankingQuery(profile, needId, { asOf: useAsOf(), by }))
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
  if (query.error || !first)
    return <PageWaiting of={query} rows={14} widths={['22%', 20, 20, 20, 20, 20, 60]} />
  const chosen = filters.value('offer') ?? rows[0]?.offerId
  const beside = (filters.value('beside') ?? '').split(',').filter((id) => id !== '')
  const put = (ids: readonly string[]) => filters.set({ beside: ids.join(',') })
  const names = beside.map((id) => rows.find((row) => row.offerId === id)?.name ?? id)
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
        onOrder={(next) => filters.set({ by: next === 'words' ? undefined : next })}
        beside={beside}
      >
        {beside.length > 0 && (
          <div className="q-note sea q-row wrap" style={{ marginBottom: 8 }}>
            <span className="q-grow">
              {beside.length === 1
                ? t('match.beside.one', { name: names[0] })
                : t('match.beside.some', { names: names.join(t('fact.and')) })}
            </span>
            {beside.length > 1 && (
              <Button small onClick={() => filters.set({ view: 'beside' })}>
                {t('match.beside.open')}
              </Button>
            )}
            <Button kind="link" small onClick={() => put([])}>
              {t('match.beside.clear')}
            </Button>
          </div>
        )}
      </Matrix>
      {chosen === undefined ? (
        <aside className="q-panel" />
      ) : (
        <PairPanel
          key={chosen}
          ranking={first}
          offerId={chosen}
          beside={{
            chosen: beside.includes(chosen),
            toggle: beside.includes(chosen)
              ? () => put(beside.filter((id) => id !== chosen))
              : beside.length < MOST_BESIDE
                ? () => put([...beside, chosen])
                : undefined,
          }}
        />
      )}
      {filters.value('view') === 'beside' && beside.length > 1 && (
        <Beside
          profile={profile}
          needId={needId}
          offers={beside}
          onClose={() => filters.set({ view: undefined })}
        />
      )}
    </div>
  )
}

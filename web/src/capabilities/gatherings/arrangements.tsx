import type { Arrangement, GatheringPage } from '@qiongding/server/capabilities/gatherings/contract'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useFilters } from '../../shell/list.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { arrangementsQuery, gatheringVerbs } from './queries.ts'

type Way = Arrangement['as']

/** Three ways to bring all together, side by side, need by need. A person takes one over; nothing is arranged by itself. */
export function Arrangements(props: { page: GatheringPage }): ReactNode {
  const { t } = useTranslation()
  const { page } = props
  const { gathering } = page
  const filters = useFilters()
  const query = useQuery({
    ...arrangementsQuery(gathering.id, gathering.version),
    enabled: page.needs.length > 0,
  })
  const [chosen, setChosen] = useState<Way>('stable')
  const arrange = useWrite({
    write: (one: Arrangement) =>
      gatheringVerbs.arrange(gathering, {
        as: one.as,
        pairs: one.pairs.map(({ needId, offerId }) => ({ needId, offerId })),
      }),
    done: ({ introductions }) => t('gathering.arrangedDone', { n: introductions }),
    after: () => filters.set({ view: 'meetings' }),
  })
  if (page.needs.length === 0)
    return <EmptyState title={t('gathering.noNeeds.title')}>{t('gathering.noNeeds.step')}</EmptyState>
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={8} widths={['26%', '20%', '20%', '20%']} />
  const { arrangements, seats, vague, ended } = query.data
  const current = arrangements.find(({ as }) => as === chosen)
  if (arrangements.every(({ pairs }) => pairs.length === 0))
    return <EmptyState title={t('gathering.nobody.title')}>{t('gathering.nobody.step')}</EmptyState>
  return (
    <>
      <div className="q-ways">
        {arrangements.map((one) => (
          <WayCard
            key={one.as}
            one={one}
            seats={seats}
            chosen={one.as === chosen}
            onChoose={() => setChosen(one.as)}
          />
        ))}
      </div>
      <div className="q-row wrap" style={{ margin: '0 0 10px' }}>
        <Button
          kind="primary"
          disabled={!current || current.pairs.length === 0}
          busy={arrange.isPending}
          onClick={() => current && arrange.mutate(current)}
        >
          {t('gathering.take', { as: t(`gathering.as.${chosen}`) })}
        </Button>
        <span className="q-source">
          {t('gathering.takeMeans')}
          {vague > 0 && ` ${t('gathering.vagueAmong', { n: vague })}`}
          {ended > 0 && ` ${t('gathering.endedAmong', { n: ended })}`}
        </span>
      </div>
      <Refused error={arrange.error} />
      <Beside page={page} arrangements={arrangements} offers={query.data.offers} chosen={chosen} />
    </>
  )
}

/** What one way comes to. */
function WayCard(props: {
  one: Arrangement
  seats: number
  chosen: boolean
  onChoose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { one } = props
  return (
    <button type="button" className="q-way" aria-pressed={props.chosen} onClick={props.onChoose}>
      <b>{t(`gathering.as.${one.as}`)}</b>
      <span className="q-second">{t(`gathering.asMeans.${one.as}`)}</span>
      <span className="q-way-figures">
        <span>
          {t('gathering.placed')}{' '}
          <b>
            {t('gathering.placedOf', { n: format.figure(one.pairs.length), of: format.figure(props.seats) })}
          </b>
        </span>
        <span>
          {t('gathering.meanPlace')}{' '}
          <b>{one.meanPlace === undefined ? t('unknown') : format.figure(one.meanPlace)}</b>
        </span>
        <span>
          {t('gathering.rather')} <b>{format.figure(one.rather)}</b>
        </span>
      </span>
    </button>
  )
}

type Offers = readonly { readonly id: string; readonly name: string; readonly note?: string | undefined }[]

/** Need by need, whom each way gives it and where the two stand in each other's order. */
function Beside(props: {
  page: GatheringPage
  arrangements: readonly Arrangement[]
  offers: Offers
  chosen: Way
}): ReactNode {
  const { t } = useTranslation()
  const { page, arrangements, chosen } = props
  const names = new Map(props.offers.map((offer) => [offer.id, offer]))
  const pairs = new Map(arrangements.map((one) => [one.as, Map.groupBy(one.pairs, ({ needId }) => needId)]))
  return (
    <table className="q-table q-stack q-beside-ways">
      <colgroup>
        <col style={{ width: '25%' }} />
        {arrangements.map(({ as }) => (
          <col key={as} style={{ width: '25%' }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('gathering.need')}</th>
          {arrangements.map(({ as }) => (
            <th scope="col" key={as}>
              {t(`gathering.as.${as}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {page.needs.map((need) => (
          <tr key={need.id}>
            <td className="headline">
              <b>{need.name}</b> <span className="q-source">{need.holder?.name}</span>
            </td>
            {arrangements.map(({ as }) => {
              const own = pairs.get(as)?.get(need.id) ?? []
              return (
                <td
                  key={as}
                  data-label={t(`gathering.as.${as}`)}
                  className={as === chosen ? 'chosen' : undefined}
                >
                  {own.length === 0 && <span className="q-third">{t('gathering.nobodyHere')}</span>}
                  {own.map((pair) => (
                    <div key={pair.offerId} title={names.get(pair.offerId)?.note}>
                      {names.get(pair.offerId)?.name ?? ''}{' '}
                      <span className="q-source">
                        {t('gathering.places', { need: pair.needPlace, offer: pair.offerPlace })}
                      </span>
                    </div>
                  ))}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

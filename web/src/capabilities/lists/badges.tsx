import type { ListVersion, ListView } from '@qiongding/server/spine/registry/lists/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'

/** How fresh a list is: as of when, and by how many days it is past what is expected. */
export function FreshnessBadge(props: { list: Pick<ListView, 'freshness' | 'refreshDays'> }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { freshness } = props.list
  if (freshness.asOf === undefined || freshness.dueOn === undefined)
    return <span className="q-unknown-word">{t('list.neverPublished')}</span>
  if (freshness.state === 'overdue') return <Overdue days={freshness.overdueDays ?? 0} />
  return <span className="q-second q-small">{t('list.dueOn', { day: format.day(freshness.dueOn) })}</span>
}

export function Overdue(props: { days: number }): ReactNode {
  const { t } = useTranslation()
  return (
    <Tag tone="caution">
      <span aria-hidden="true">▲</span>
      {t('list.overdueDays', { n: props.days })}
    </Tag>
  )
}

/** A version in a few words: its number or what it still is. */
export function useVersionName(): (version: Pick<ListVersion, 'no' | 'state'>) => string {
  const { t } = useTranslation()
  return (version) =>
    version.no === undefined ? t(`list.state.${version.state}`) : t('list.no', { no: version.no })
}

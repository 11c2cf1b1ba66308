import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../kit/use-format.ts'
import { usePack } from '../../../shell/pack.ts'
import { useMay } from '../../../shell/session.ts'
import { pairCountQuery } from './queries.ts'

/** From a list to its likely duplicates, with how many wait; for those who may merge, of kinds that can be one. */
export function DuplicatesLink(props: { kind: string }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMay()
  const kind = usePack().kind(props.kind)
  const mergeable = kind !== undefined && (kind.role === 'party' || kind.person === true)
  const query = useQuery({ ...pairCountQuery(props.kind), enabled: mergeable && may('registry.merge') })
  if (!mergeable || !may('registry.merge')) return null
  const n = query.data?.open ?? 0
  return (
    <Link to="/registry/$kind/duplicates" params={{ kind: props.kind }} className="q-nowrap">
      {t('duplicates.title')}
      {n > 0 && <span className="q-warm"> {format.figure(n)}</span>}
    </Link>
  )
}

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePack } from '../../shell/pack.ts'

/** Where a counted row stands: a record of the registry, or a journey. */
export function RowLink(props: { row: { kind: string; id: string; title: string } }): ReactNode {
  const pack = usePack()
  const { kind, id, title } = props.row
  return pack.kind(kind) ? (
    <Link to="/registry/$kind/$id" params={{ kind, id }}>
      {title}
    </Link>
  ) : (
    <Link to="/journeys/$id" params={{ id }}>
      {title}
    </Link>
  )
}

import { lazy, type ReactNode, Suspense } from 'react'
import { Skeleton } from '../kit/states.tsx'
import { usePack } from './pack.ts'
import { useMay } from './session.ts'

/** What a room knows of a record besides its facts. Rooms never enter each other: the page of a record asks here. */
const Invitation = lazy(() =>
  import('../capabilities/persons/invitation.tsx').then((found) => ({ default: found.Invitation })),
)

export function RecordMore(props: { kind: string; id: string }): ReactNode {
  const pack = usePack()
  const may = useMay()
  if (!pack.kind(props.kind)?.person || !may('person.invite')) return null
  return (
    <Suspense fallback={<Skeleton rows={2} />}>
      <Invitation kind={props.kind} id={props.id} />
    </Suspense>
  )
}

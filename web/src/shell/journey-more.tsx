import { lazy, type ReactNode, Suspense } from 'react'
import { Skeleton } from '../kit/states.tsx'
import { usePack } from './pack.ts'

/** What a room knows of a journey besides its road. Rooms never enter each other: the page of a journey asks here. */
const Lead = lazy(() =>
  import('../capabilities/attraction/lead.tsx').then((found) => ({ default: found.Lead })),
)

export function JourneyMore(props: { id: string; definition: string }): ReactNode {
  const pack = usePack()
  const definition = pack.journeys.find((journey) => journey.id === props.definition)
  if (!definition?.intake) return null
  return (
    <Suspense fallback={<Skeleton rows={4} />}>
      <Lead id={props.id} />
    </Suspense>
  )
}

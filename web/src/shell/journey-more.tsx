import { lazy, type ReactNode, Suspense } from 'react'
import { Skeleton } from '../kit/states.tsx'
import { usePack } from './pack.ts'

/** What a room knows of a journey besides its road. Rooms never enter each other: the page of a journey asks here. */
const Lead = lazy(() =>
  import('../capabilities/attraction/lead.tsx').then((found) => ({ default: found.Lead })),
)

const Application = lazy(() =>
  import('../capabilities/applications/card.tsx').then((found) => ({ default: found.ApplicationCard })),
)

export function JourneyMore(props: { id: string; definition: string }): ReactNode {
  const pack = usePack()
  const definition = pack.journeys.find((journey) => journey.id === props.definition)
  if (!definition?.intake && !definition?.application) return null
  return (
    <Suspense fallback={<Skeleton rows={4} />}>
      {definition.intake ? <Lead id={props.id} /> : <Application id={props.id} />}
    </Suspense>
  )
}

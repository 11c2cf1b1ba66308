import { lazy, type ReactNode, Suspense } from 'react'
import { Skeleton } from '../../kit/states.tsx'
import { useSession } from '../../shell/session.ts'

const Desk = lazy(async () => ({ default: (await import('./desk.tsx')).Desk }))
const OwnNeeds = lazy(async () => ({ default: (await import('../needs/own-needs.tsx')).OwnNeeds }))
const OwnSteps = lazy(async () => ({ default: (await import('../outreach/own-steps.tsx')).OwnSteps }))
const OwnPage = lazy(async () => ({ default: (await import('../orders/own-page.tsx')).OwnPage }))

/** The first page: an office sees the dome, an enterprise sees what it asked for. */
export function Home(): ReactNode {
  const { person } = useSession()
  return (
    <Suspense fallback={<Skeleton />}>
      {person.party ? (
        <>
          <OwnNeeds />
          <OwnPage party={person.party} />
          <OwnSteps />
        </>
      ) : (
        <Desk />
      )}
    </Suspense>
  )
}

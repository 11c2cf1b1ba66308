import type { ReactNode } from 'react'
import { RefusalNotice } from '../kit/states.tsx'
import { problemOf } from './problem.ts'

/** Why a write of this form was refused; nothing where it was not. */
export function Refused(props: { error: unknown }): ReactNode {
  if (props.error === null) return null
  return (
    <div className="q-note caution" style={{ marginBottom: 12 }}>
      <RefusalNotice problem={problemOf(props.error)} />
    </div>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel } from './marks.tsx'
import { useFormat } from './use-format.ts'

/** The name of a part of a page, what belongs beside it, and its source at the right edge. */
export function SectionTitle(props: {
  children: ReactNode
  beside?: ReactNode
  aside?: ReactNode
  level?: 2 | 3
}): ReactNode {
  const Heading = props.level === 3 ? 'h3' : 'h2'
  return (
    <div className="q-section-title">
      <Heading className={props.level === 3 ? 'q-h3' : 'q-h2'}>{props.children}</Heading>
      {props.beside !== undefined && <span className="q-small q-second">{props.beside}</span>}
      {props.aside !== undefined && <span className="q-source aside">{props.aside}</span>}
    </div>
  )
}

/** The one sentence a page opens with. */
export function ConclusionSentence(props: { children: ReactNode }): ReactNode {
  return <p className="q-conclusion">{props.children}</p>
}

/** The facts of a record in one line, each with its name. */
export function FactLine(props: { facts: readonly { name: string; value: ReactNode }[] }): ReactNode {
  return (
    <dl className="q-facts">
      {props.facts.map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Where figures come from and as of when; every block of figures carries one. */
export function SourceNote(props: {
  asOf?: string
  source?: string
  demo?: boolean
  single?: boolean
  children?: ReactNode
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const parts: ReactNode[] = []
  if (props.children !== undefined) parts.push(props.children)
  if (props.asOf !== undefined) {
    const when = props.asOf.length > 10 ? format.moment(props.asOf) : format.day(props.asOf)
    parts.push(t('asOf', { when }))
  }
  if (props.source !== undefined) parts.push(props.source)
  if (props.single) parts.push(t('singleSource'))
  return (
    <span className="q-source">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
        <span key={index}>
          {index > 0 && ' · '}
          {part}
        </span>
      ))}
      {props.demo && (
        <>
          {' '}
          <DemoLabel />
        </>
      )}
    </span>
  )
}

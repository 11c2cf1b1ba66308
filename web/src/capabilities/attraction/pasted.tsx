import type { ReactNode } from 'react'
import type { Draft } from './queries.ts'

/** The text as it was pasted, with what was read of it marked at its place. */
export function Pasted(props: { text: string; fields: Draft['fields']; label: string }): ReactNode {
  const spans = props.fields
    .flatMap((field) => field.spans.map((span) => ({ ...span, fact: field.fact })))
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
  const parts: ReactNode[] = []
  let at = 0
  for (const span of spans) {
    if (span.from < at) continue
    parts.push(props.text.slice(at, span.from))
    parts.push(<mark key={span.from}>{props.text.slice(span.from, span.to)}</mark>)
    at = span.to
  }
  parts.push(props.text.slice(at))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, also by keys
    <section className="q-pasted" aria-label={props.label} tabIndex={0}>
      {parts}
    </section>
  )
}

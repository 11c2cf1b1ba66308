import { type ReactNode, useId } from 'react'

/** A field: label above, the control, its error under it in one sentence. */
export function Field(props: {
  label: string
  error?: string | undefined
  hint?: string
  children: (ids: { id: string; 'aria-describedby': string }) => ReactNode
}): ReactNode {
  const id = useId()
  const note = `${id}-note`
  return (
    <div className="q-field">
      <label className="q-label" htmlFor={id}>
        {props.label}
      </label>
      {props.children({ id, 'aria-describedby': note })}
      <div id={note} className={props.error === undefined ? 'q-source' : 'q-field-error'}>
        {props.error ?? props.hint}
      </div>
    </div>
  )
}

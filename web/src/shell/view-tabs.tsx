import type { ReactNode } from 'react'

/** Saved views of a list, as tabs with their counts. */
export function ViewTabs(props: {
  label: string
  views: readonly { id: string; text: string; count?: string | undefined; note?: string }[]
  current: string
  onChoose: (id: string) => void
  aside?: ReactNode
}): ReactNode {
  return (
    <div className="q-views">
      <fieldset>
        <legend className="q-hidden">{props.label}</legend>
        {props.views.map((view) => (
          <button
            key={view.id}
            type="button"
            aria-pressed={view.id === props.current}
            {...(view.note === undefined ? {} : { title: view.note })}
            onClick={() => props.onChoose(view.id)}
          >
            {view.text}
            {view.count !== undefined && <span className="q-third"> {view.count}</span>}
          </button>
        ))}
      </fieldset>
      {props.aside !== undefined && <div className="q-push q-row">{props.aside}</div>}
    </div>
  )
}

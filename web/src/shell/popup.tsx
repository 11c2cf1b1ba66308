import { type CSSProperties, type ReactNode, useEffect, useId, useRef, useState } from 'react'

/** A button with a floating panel under it. Esc and a click outside close it; focus goes back to the button. */
export function Popup(props: {
  label: string
  /** The button shows words of its own; they are its name then. */
  named?: boolean
  className?: string
  button: ReactNode
  width?: number
  /** Which edge of the button the panel hangs on. */
  side?: 'left' | 'right'
  children: (close: () => void) => ReactNode
}): ReactNode {
  const [open, setOpen] = useState(false)
  const holder = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return
    const onPointer = (event: PointerEvent) => {
      if (!holder.current?.contains(event.target as Node)) setOpen(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      trigger.current?.focus()
    }
    document.addEventListener('pointerdown', onPointer)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPointer)
      document.removeEventListener('keydown', onKey)
    }
  }, [open])
  return (
    <div className={props.side === 'left' ? 'q-popup left' : 'q-popup'} ref={holder}>
      <button
        ref={trigger}
        type="button"
        className={props.className ?? 'q-icon-button'}
        {...(props.named ? { title: props.label } : { 'aria-label': props.label })}
        aria-haspopup="dialog"
        aria-expanded={open}
        {...(open ? { 'aria-controls': id } : {})}
        onClick={() => setOpen(!open)}
      >
        {props.button}
      </button>
      {open && (
        <div
          id={id}
          role="dialog"
          aria-label={props.label}
          className="q-popup-panel"
          style={props.width === undefined ? {} : ({ '--q-width': `${props.width}px` } as CSSProperties)}
        >
          {props.children(() => setOpen(false))}
        </div>
      )}
    </div>
  )
}

import { useNavigate } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

/** A link to an address that came from the server; it stays within the page unless another window is asked for. */
export function Go(props: {
  to: string
  className?: string
  onGo?: () => void
  children: ReactNode
}): ReactNode {
  const navigate = useNavigate()
  function go(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    props.onGo?.()
    void navigate({ href: props.to })
  }
  return (
    <a href={props.to} className={props.className} onClick={go}>
      {props.children}
    </a>
  )
}

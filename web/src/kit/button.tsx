import { Button as AntButton } from 'antd'
import type { ReactNode } from 'react'

/** primary: the page's own verb · warm: a person is needed (one per page) · ask: asks somebody · link: a quiet verb. */
export type ButtonKind = 'primary' | 'warm' | 'ask' | 'link' | 'danger'

export function Button(props: {
  children: ReactNode
  kind?: ButtonKind
  small?: boolean
  busy?: boolean
  disabled?: boolean
  submit?: boolean
  onClick?: () => void
  label?: string
  block?: boolean
}): ReactNode {
  const classes = { warm: 'q-button-warm', ask: 'q-button-ask', link: 'q-button-link' }
  const kind = props.kind
  const className = kind === 'warm' || kind === 'ask' || kind === 'link' ? classes[kind] : ''
  return (
    <AntButton
      type={kind === 'primary' ? 'primary' : kind === 'link' ? 'link' : 'default'}
      danger={kind === 'danger'}
      size={props.small ? 'small' : 'medium'}
      loading={props.busy ?? false}
      disabled={props.disabled ?? false}
      htmlType={props.submit ? 'submit' : 'button'}
      block={props.block ?? false}
      className={className}
      {...(props.onClick ? { onClick: () => props.onClick?.() } : {})}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
    >
      {props.children}
    </AntButton>
  )
}

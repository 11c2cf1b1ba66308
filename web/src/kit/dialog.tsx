import { ConfigProvider } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icons.tsx'

/** A card over the page for one decision. Esc closes it; the page behind stays as it was. */
export function Dialog(props: {
  title: string
  onClose: () => void
  children: ReactNode
  wide?: boolean
}): ReactNode {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  const popups = useRef<HTMLDivElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`q-card ${props.wide ? 'wide' : ''}`}
      aria-label={props.title}
      onClose={props.onClose}
    >
      <div className="q-row" style={{ marginBottom: 12 }}>
        <h2 className="q-h2 q-grow">{props.title}</h2>
        <button
          type="button"
          className="q-icon-button"
          aria-label={t('action.close')}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      {/* What lies outside of a modal dialog is inert and behind it: lists to choose from must open inside, unclipped. */}
      <ConfigProvider getPopupContainer={() => popups.current ?? document.body}>
        {props.children}
      </ConfigProvider>
      <div ref={popups} style={{ position: 'fixed', top: 0, left: 0 }} />
    </dialog>
  )
}

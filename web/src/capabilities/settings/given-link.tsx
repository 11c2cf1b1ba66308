import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { useFormat } from '../../kit/use-format.ts'

export type Given = { url: string; expiresAt: string; sentTo?: string | undefined }

/** A one-time link, shown this once: for whoever passes it on to the person himself. */
export function GivenLink(props: { link: Given; name: string }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const [copied, setCopied] = useState(false)
  const address = new URL(props.link.url, window.location.origin).href
  return (
    <div className="q-note sea" role="status">
      <div style={{ minWidth: 0 }}>
        <p>
          {t('settings.people.linkSays', { name: props.name, when: format.moment(props.link.expiresAt) })}
        </p>
        <p className="q-mono q-breaks" style={{ margin: '6px 0' }}>
          {address}
        </p>
        {props.link.sentTo !== undefined && (
          <p className="q-second">{t('settings.people.codeSent', { to: props.link.sentTo })}</p>
        )}
        <Button small onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}>
          {t(copied ? 'settings.people.copied' : 'settings.people.copy')}
        </Button>
      </div>
    </div>
  )
}

import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { RefusalNotice } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import { problemOf } from '../../shell/problem.ts'
import { useWrite } from '../../shell/write.ts'
import { askNeeds } from './queries.ts'

type Asked = OutputOf<
  typeof import('@qiongding/server/spine/registry/needs/contract')['needsContract']['ask']
>

/** Asks the holders of the needs chosen: straight to their contacts, or by addresses to pass on or to print. */
export function AskDialog(props: {
  kind: string
  needIds: readonly string[]
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Asked>()
  const write = useWrite({
    write: (way: 'sent' | 'handed') => askNeeds(props.kind, props.needIds, way),
    after: setAsked,
  })
  return (
    <Dialog wide title={t('need.ask.title', { n: props.needIds.length })} onClose={props.onClose}>
      {asked ? (
        <Done asked={asked} />
      ) : (
        <>
          <p className="q-second">{t('need.ask.means')}</p>
          {write.error !== null && (
            <div className="q-note caution" style={{ margin: '8px 0' }}>
              <RefusalNotice problem={problemOf(write.error)} />
            </div>
          )}
          <div className="q-row wrap" style={{ marginTop: 12 }}>
            <Button kind="warm" busy={write.isPending} onClick={() => write.mutate('sent')}>
              {t('need.ask.sent')}
            </Button>
            <span className="q-source">{t('need.ask.sentMeans')}</span>
          </div>
          <div className="q-row wrap" style={{ marginTop: 8 }}>
            <Button busy={write.isPending} onClick={() => write.mutate('handed')}>
              {t('need.ask.handed')}
            </Button>
            <span className="q-source">{t('need.ask.handedMeans')}</span>
          </div>
        </>
      )}
    </Dialog>
  )
}

function Done(props: { asked: Asked }): ReactNode {
  const { asks, skipped } = props.asked
  const { t } = useTranslation()
  const format = useFormat()
  const [copied, setCopied] = useState(false)
  const lines = asks.map((ask) =>
    t('need.ask.message', {
      party: ask.party.name,
      n: ask.needs.length,
      url: `${window.location.origin}${ask.url ?? ''}`,
      day: format.moment(ask.expiresAt),
    }),
  )
  const handed = asks.some((ask) => ask.url !== undefined)
  return (
    <>
      <p role="status">{t('need.ask.done', { n: asks.length })}</p>
      {handed && <p className="q-source">{t('need.ask.once')}</p>}
      <ul className="q-asks">
        {asks.map((ask, index) => (
          <li key={ask.id} className="q-diff-row">
            <b>{ask.party.name}</b>{' '}
            <span className="q-second q-small">
              {ask.url === undefined
                ? t('need.ask.sentTo', { to: ask.sentTo ?? '' })
                : ask.code
                  ? t('need.ask.withCode', { to: ask.sentTo ?? '' })
                  : t('need.ask.noCode')}
            </span>
            {ask.url !== undefined && (
              <p className="q-mono" style={{ overflowWrap: 'anywhere' }}>
                {lines[index]}
              </p>
            )}
          </li>
        ))}
        {skipped.map((one) => (
          <li key={one.needId} className="q-diff-row">
            <span className="q-unknown-word">{one.name}</span>{' '}
            <span className="q-second q-small">{t(`need.ask.why.${one.why}`)}</span>
          </li>
        ))}
      </ul>
      {handed && (
        <div className="q-row wrap">
          <Button
            kind="primary"
            onClick={() => {
              void navigator.clipboard.writeText(lines.join('\n\n')).then(() => setCopied(true))
            }}
          >
            {t(copied ? 'registry.copied' : 'need.ask.copy')}
          </Button>
          <Button onClick={() => window.print()}>{t('need.ask.print')}</Button>
        </div>
      )}
    </>
  )
}

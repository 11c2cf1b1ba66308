import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../kit/icons.tsx'

const KEYS = ['find', 'help', 'rows', 'open', 'select', 'back', 'recommend', 'decline'] as const
const STROKES: Readonly<Record<(typeof KEYS)[number], readonly string[]>> = {
  find: ['Ctrl K'],
  help: ['?'],
  rows: ['↑', '↓'],
  open: ['Enter'],
  select: ['Space'],
  back: ['Esc'],
  recommend: ['A'],
  decline: ['X'],
}

/** The keys of the workbench, on one card. */
export function Keys(props: { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="q-card" aria-label={t('shell.keys')} onClose={props.onClose}>
      <div className="q-row">
        <h2 className="q-h2 q-grow">{t('shell.keys')}</h2>
        <button
          type="button"
          className="q-icon-button"
          aria-label={t('action.close')}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <dl className="q-pairs" style={{ marginTop: 8 }}>
        {KEYS.map((key) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              {STROKES[key].map((stroke) => (
                <kbd key={stroke} className="q-kbd" style={{ marginRight: 4 }}>
                  {stroke}
                </kbd>
              ))}
            </dt>
            <dd>{t(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  )
}

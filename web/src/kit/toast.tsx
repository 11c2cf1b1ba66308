import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Verdict } from './marks.tsx'

type Notice = { text: string; undo?: () => void; tone?: 'yes' | 'no' }

const ToastContext = createContext<(notice: Notice) => void>(() => undefined)

/** Says in one quiet line, lower right for six seconds, what was done, with a way back where there is one. */
export function useToast(): (notice: Notice) => void {
  return use(ToastContext)
}

const SHOWN_MS = 6_000

export function ToastProvider(props: { children: ReactNode }): ReactNode {
  const { t } = useTranslation()
  const [notice, setNotice] = useState<Notice>()
  const show = useCallback((next: Notice) => setNotice(next), [])
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => setNotice(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return (
    <ToastContext value={show}>
      {props.children}
      <div aria-live="polite">
        {notice && (
          <div className="q-toast">
            <Verdict
              verdict={notice.tone ?? 'yes'}
              word={t(notice.tone === 'no' ? 'toast.failed' : 'toast.done')}
              bare
            />
            <span>{notice.text}</span>
            {notice.undo && (
              <button
                type="button"
                className="q-plain-button q-push"
                onClick={() => {
                  notice.undo?.()
                  setNotice(undefined)
                }}
              >
                {t('action.undo')}
              </button>
            )}
          </div>
        )}
      </div>
    </ToastContext>
  )
}

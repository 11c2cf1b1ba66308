import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ReasonForm } from '../../../shell/reason-form.tsx'
import { useWrite } from '../../../shell/write.ts'
import { undoMerge } from './queries.ts'

/** Takes a merge back, with the reason: both records stand for themselves again, as if it had never been. */
export function UndoForm(props: {
  mergeId: string
  merged: string
  into: string
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const write = useWrite({
    write: (reason: string) => undoMerge(props.mergeId, reason),
    done: () => t('duplicates.undone'),
    after: props.onClose,
  })
  return (
    <ReasonForm
      title={t('duplicates.undo')}
      hint={t('duplicates.undoHint')}
      button={t('duplicates.undo')}
      write={write}
      onClose={props.onClose}
    >
      <p className="q-second" style={{ marginBottom: 12 }}>
        {t('duplicates.undoMeans', { merged: props.merged, into: props.into })}
      </p>
    </ReasonForm>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ReasonForm } from '../../shell/reason-form.tsx'
import { useWrite } from '../../shell/write.ts'
import type { Subject } from './queries.ts'
import { retractStatement } from './queries.ts'

/** Takes one statement back, with the reason. It stays in the history, marked; what was said before it stands again. */
export function RetractForm(props: {
  subject: Subject
  statementId: string
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const write = useWrite({
    write: (reason: string) => retractStatement(props.subject, props.statementId, reason),
    done: () => t('registry.retractDone'),
    after: props.onClose,
  })
  return (
    <ReasonForm
      title={t('registry.retract')}
      hint={t('registry.retractHint')}
      button={t('registry.retract')}
      write={write}
      onClose={props.onClose}
    />
  )
}

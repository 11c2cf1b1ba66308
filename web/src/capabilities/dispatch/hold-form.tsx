import type { Sitting } from '@qiongding/server/capabilities/dispatch/contract'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Refused } from '../../shell/refused.tsx'
import { WhoField } from '../../shell/who-field.tsx'
import { useWrite } from '../../shell/write.ts'
import { dispatchVerbs } from './queries.ts'

/** Says that a sitting was held, and which roles and offices were there. */
export function HoldForm(props: { sitting: Sitting; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const [attended, setAttended] = useState<string[]>([])
  const write = useWrite({
    write: () => dispatchVerbs.hold(props.sitting, attended),
    done: () => t('dispatch.held'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('dispatch.hold')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <WhoField
          label={t('dispatch.attended')}
          hint={t('dispatch.attendedHint')}
          value={attended}
          onChange={setAttended}
        />
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={attended.length === 0}>
          {t('dispatch.hold')}
        </Button>
      </form>
    </Dialog>
  )
}

import type { Sitting } from '@qiongding/server/capabilities/dispatch/contract'
import { Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { dispatchVerbs } from './queries.ts'

/** Says that a sitting was held, and which roles and offices were there. */
export function HoldForm(props: { sitting: Sitting; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
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
  const names = [...pack.offices, ...pack.roles].map((one) => label(one.label))
  return (
    <Dialog title={t('dispatch.hold')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('dispatch.attended')} hint={t('dispatch.attendedHint')}>
          {(ids) => (
            <Select
              {...ids}
              mode="tags"
              // With an option marked, Tab would take back what Enter has just added.
              defaultActiveFirstOption={false}
              style={{ width: '100%' }}
              value={attended}
              options={[...new Set(names)].map((name) => ({ value: name, label: name }))}
              onChange={setAttended}
            />
          )}
        </Field>
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={attended.length === 0}>
          {t('dispatch.hold')}
        </Button>
      </form>
    </Dialog>
  )
}

import type { Board } from '@qiongding/server/capabilities/dispatch/contract'
import { useNavigate } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { dispatchVerbs } from './queries.ts'

/** Puts chosen matters on the agenda of a sitting. */
export function PlanForm(props: {
  forums: Board['forums']
  keys: readonly string[]
  onClose: () => void
  onPlanned: () => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const navigate = useNavigate()
  const [forum, setForum] = useState(props.forums[0]?.id ?? '')
  const [day, setDay] = useState(format.today)
  const write = useWrite({
    write: () => dispatchVerbs.plan({ forum, day, keys: [...props.keys] }),
    done: () => t('dispatch.planned'),
    after: ({ id }) => {
      props.onPlanned()
      props.onClose()
      void navigate({ to: '/dispatch/sittings/$id', params: { id } })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('dispatch.plan', { n: props.keys.length })} onClose={props.onClose}>
      <form onSubmit={submit}>
        <div className="q-two-fields">
          <Field label={t('dispatch.forum')}>
            {(ids) => (
              <Select
                {...ids}
                style={{ width: '100%' }}
                value={forum}
                options={props.forums.map((one) => ({ value: one.id, label: label(one.label) }))}
                onChange={setForum}
              />
            )}
          </Field>
          <Field label={t('dispatch.day')}>
            {(ids) => (
              <Input
                {...ids}
                type="date"
                required
                value={day}
                onChange={(event) => setDay(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {t('dispatch.planVerb')}
        </Button>
      </form>
    </Dialog>
  )
}

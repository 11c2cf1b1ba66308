import { useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { Refused } from '../../shell/refused.tsx'
import { WhoField } from '../../shell/who-field.tsx'
import { useWrite } from '../../shell/write.ts'
import { outreachVerbs } from './queries.ts'

/** Plans a trip: where to, when, and which roles and offices go. */
export function TripForm(props: { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const [title, setTitle] = useState('')
  const [day, setDay] = useState(format.today)
  const [place, setPlace] = useState('')
  const [hosts, setHosts] = useState<string[]>([])
  const write = useWrite({
    write: () => outreachVerbs.planTrip({ title: title.trim(), day, place: place.trim(), hosts }),
    done: () => t('outreach.planned'),
    after: ({ id }) => {
      props.onClose()
      void navigate({ to: '/outreach/trips/$id', params: { id } })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('outreach.plan')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('outreach.trip')}>
          {(ids) => (
            <Input
              {...ids}
              required
              maxLength={100}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <div className="q-two-fields">
          <Field label={t('outreach.day')}>
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
          <Field label={t('outreach.place')}>
            {(ids) => (
              <Input
                {...ids}
                required
                maxLength={100}
                value={place}
                onChange={(event) => setPlace(event.target.value)}
              />
            )}
          </Field>
        </div>
        <WhoField
          label={t('outreach.hosts')}
          hint={t('outreach.hostsHint')}
          value={hosts}
          onChange={setHosts}
        />
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={hosts.length === 0}>
          {t('outreach.planVerb')}
        </Button>
      </form>
    </Dialog>
  )
}

import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { Refused } from '../../shell/refused.tsx'
import { lacksOffice, noTask, TaskFields } from '../../shell/task-fields.tsx'
import { useWrite } from '../../shell/write.ts'
import { outreachVerbs } from './queries.ts'

/** What was said with an enterprise, and what is done next, if anybody knows it yet. */
export function VisitForm(props: {
  of:
    | { readonly tripId: string; readonly day: string }
    | { readonly partyId: string; readonly company: string }
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { of } = props
  const onTrip = 'tripId' in of
  const [company, setCompany] = useState('')
  const [day, setDay] = useState(onTrip && of.day <= format.today ? of.day : format.today)
  const [said, setSaid] = useState('')
  const [next, setNext] = useState(noTask)
  const write = useWrite({
    write: () =>
      outreachVerbs.meet({
        ...(onTrip ? { tripId: of.tripId, company: company.trim() } : { partyId: of.partyId }),
        day,
        said: said.trim(),
        ...(next.what.trim() !== '' && { next: { ...next, what: next.what.trim() } }),
      }),
    done: () => t('outreach.recorded'),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog
      title={onTrip ? t('outreach.meet') : t('outreach.visitOf', { company: of.company })}
      onClose={props.onClose}
      wide
    >
      <form onSubmit={submit}>
        <div className="q-two-fields">
          {onTrip && (
            <Field label={t('outreach.company')}>
              {(ids) => (
                <Input
                  {...ids}
                  required
                  maxLength={100}
                  value={company}
                  onChange={(event) => setCompany(event.target.value)}
                />
              )}
            </Field>
          )}
          <Field label={t('outreach.day')}>
            {(ids) => (
              <Input
                {...ids}
                type="date"
                required
                max={format.today}
                value={day}
                onChange={(event) => setDay(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Field label={t('outreach.said')} hint={t('outreach.saidHint')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              required
              maxLength={500}
              value={said}
              onChange={(event) => setSaid(event.target.value)}
            />
          )}
        </Field>
        <TaskFields
          label={t('outreach.next')}
          hint={t('outreach.nextHint')}
          value={next}
          from={day}
          onChange={setNext}
        />
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={lacksOffice(next)}>
          {t('outreach.record')}
        </Button>
      </form>
    </Dialog>
  )
}

import type { Order } from '@qiongding/server/spine/orders/contract'
import { Input, Segmented } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { uploadFile } from '../../shell/files.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { orderVerbs } from './queries.ts'

type FormProps = { order: Order; onClose: () => void }

function Frame(props: {
  title: string
  verb: string
  busy: boolean
  error: unknown
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}): ReactNode {
  const { t } = useTranslation()
  function submit(event: FormEvent): void {
    event.preventDefault()
    props.onSubmit()
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit}>
        {props.children}
        <Refused error={props.error} />
        <div className="q-row">
          <Button kind="primary" submit busy={props.busy}>
            {props.verb}
          </Button>
          <Button onClick={props.onClose}>{t('action.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Promises a day; from then on the order is late or on time. */
export function CommitForm(props: FormProps): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { order } = props
  const [day, setDay] = useState(order.promisedOn ?? order.needBy ?? '')
  const [note, setNote] = useState('')
  const write = useWrite({
    write: () => orderVerbs.commit(order, day, note),
    done: () => t('order.done.commit', { no: order.no, day: format.day(day) }),
    after: props.onClose,
  })
  return (
    <Frame
      title={t('order.form.commit', { what: order.what })}
      verb={t('order.verb.commitDay')}
      busy={write.isPending}
      error={write.error}
      onSubmit={() => write.mutate(undefined)}
      onClose={props.onClose}
    >
      <Field
        label={t('order.promised')}
        {...(order.needBy === undefined
          ? {}
          : { hint: t('order.form.neededBy', { day: format.day(order.needBy) }) })}
      >
        {(ids) => (
          <Input
            {...ids}
            type="date"
            min={format.today}
            value={day}
            onChange={(event) => setDay(event.target.value)}
            required
          />
        )}
      </Field>
      <Field label={t('order.form.note')}>
        {(ids) => (
          <Input.TextArea {...ids} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
    </Frame>
  )
}

/** Says it was delivered; only the enterprise can say that it arrived. */
export function DeliverForm(props: FormProps): ReactNode {
  const { t } = useTranslation()
  const { order } = props
  const [note, setNote] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  const write = useWrite({
    write: async () => {
      const stored = await Promise.all(files.map(uploadFile))
      return orderVerbs.deliver(
        order,
        note,
        stored.map((file) => file.id),
      )
    },
    done: () => t('order.done.deliver', { no: order.no }),
    after: props.onClose,
  })
  return (
    <Frame
      title={t('order.form.deliver', { what: order.what })}
      verb={t('order.verb.deliver')}
      busy={write.isPending}
      error={write.error}
      onSubmit={() => write.mutate(undefined)}
      onClose={props.onClose}
    >
      <p className="q-second" style={{ marginBottom: 12 }}>
        {t('order.form.onlyEnterprise')}
      </p>
      <Field label={t('order.form.note')}>
        {(ids) => (
          <Input.TextArea {...ids} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      <Field label={t('order.form.files')}>
        {(ids) => (
          <input
            {...ids}
            type="file"
            multiple
            onChange={(event) => setFiles([...(event.target.files ?? [])])}
          />
        )}
      </Field>
    </Frame>
  )
}

/** A reason for a dispute by the enterprise or a withdrawal by the office. */
export function ReasonForm(props: FormProps & { verb: 'dispute' | 'withdraw' }): ReactNode {
  const { t } = useTranslation()
  const { order, verb } = props
  const [reason, setReason] = useState('')
  const write = useWrite({
    write: () => orderVerbs[verb](order, reason),
    done: () => t(`order.done.${verb}`, { no: order.no }),
    after: props.onClose,
  })
  return (
    <Frame
      title={t(`order.form.${verb}`, { what: order.what })}
      verb={t(`order.verb.${verb}`)}
      busy={write.isPending}
      error={write.error}
      onSubmit={() => write.mutate(undefined)}
      onClose={props.onClose}
    >
      <Field label={t('order.form.reason')} hint={t(`order.form.${verb}Hint`)}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            required
          />
        )}
      </Field>
    </Frame>
  )
}

/** Records what the enterprise signed on paper, with the scan. */
export function PaperForm(props: FormProps): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { order } = props
  const [file, setFile] = useState<File>()
  const [confirmed, setConfirmed] = useState(true)
  const [signedOn, setSignedOn] = useState(format.today)
  const [reason, setReason] = useState('')
  const write = useWrite({
    write: async (scan: File) => {
      const stored = await uploadFile(scan)
      return orderVerbs.paper(order, {
        fileId: stored.id,
        confirmed,
        signedOn,
        ...(reason === '' ? {} : { reason }),
      })
    },
    done: () => t('order.done.paper', { no: order.no }),
    after: props.onClose,
  })
  return (
    <Frame
      title={t('order.form.paper', { what: order.what })}
      verb={t('order.verb.paperWrite')}
      busy={write.isPending}
      error={write.error}
      onSubmit={() => file && write.mutate(file)}
      onClose={props.onClose}
    >
      <Field label={t('order.form.scan')}>
        {(ids) => (
          <input
            {...ids}
            type="file"
            accept=".pdf,.png,.jpg,.jpeg"
            required
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        )}
      </Field>
      <Field label={t('order.form.says')}>
        {(ids) => (
          <Segmented
            {...ids}
            value={confirmed}
            options={[
              { value: true, label: t('order.form.arrived') },
              { value: false, label: t('order.form.notArrived') },
            ]}
            onChange={setConfirmed}
          />
        )}
      </Field>
      <Field label={t('order.form.signedOn')}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            max={format.today}
            value={signedOn}
            onChange={(event) => setSignedOn(event.target.value)}
            required
          />
        )}
      </Field>
      {!confirmed && (
        <Field label={t('order.form.reason')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={2}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              required
            />
          )}
        </Field>
      )}
    </Frame>
  )
}

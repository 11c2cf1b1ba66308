import { Input, InputNumber, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { raiseOrder } from './queries.ts'
import type { Journey } from './record.tsx'

/** Raises an element order: what is needed, by when, who owes it, which gate waits for it. */
export function RaiseForm(props: { journey: Journey; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const { journey } = props
  const [element, setElement] = useState(pack.elements[0]?.id ?? '')
  const [what, setWhat] = useState('')
  const [quantity, setQuantity] = useState<number | null>(null)
  const [needBy, setNeedBy] = useState('')
  const [office, setOffice] = useState<string>()
  const [blocks, setBlocks] = useState<string | undefined>(journey.gate?.to)
  const chosen = pack.elements.find((item) => item.id === element)
  const now = journey.stages.findIndex((stage) => stage.now)
  const write = useWrite({
    write: () =>
      raiseOrder({
        journeyId: journey.id,
        element,
        what,
        ...(quantity === null ? {} : { quantity }),
        ...(quantity === null || chosen?.unit === undefined ? {} : { unit: chosen.unit }),
        ...(needBy === '' ? {} : { needBy }),
        ...(office === undefined ? {} : { office }),
        ...(blocks === undefined ? {} : { blocks }),
      }),
    done: (order) => t('journey.raised', { no: order.no, office: label(order.officeLabel) }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('journey.raise')} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label={t('order.element')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={element}
              options={pack.elements.map((item) => ({ value: item.id, label: label(item.label) }))}
              onChange={setElement}
            />
          )}
        </Field>
        <Field label={t('order.what')} hint={t('journey.whatHint')}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={200}
              value={what}
              onChange={(event) => setWhat(event.target.value)}
              required
            />
          )}
        </Field>
        {chosen?.unit !== undefined && (
          <Field label={t('journey.quantity')}>
            {(ids) => (
              <InputNumber
                {...ids}
                min={0}
                style={{ width: '100%' }}
                value={quantity}
                suffix={chosen.unit}
                onChange={setQuantity}
              />
            )}
          </Field>
        )}
        <Field label={t('order.needBy')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              min={format.today}
              value={needBy}
              onChange={(event) => setNeedBy(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('order.office')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={office ?? chosen?.office ?? null}
              options={pack.offices.map((item) => ({ value: item.id, label: label(item.label) }))}
              onChange={setOffice}
            />
          )}
        </Field>
        <Field label={t('order.blocks')} hint={t('journey.blocksHint')}>
          {(ids) => (
            <Select
              {...ids}
              allowClear
              style={{ width: '100%' }}
              value={blocks ?? null}
              placeholder={t('order.blocksNothing')}
              options={journey.stages
                .slice(now + 1)
                .map((stage) => ({ value: stage.id, label: label(stage.label) }))}
              onChange={(value) => setBlocks(value ?? undefined)}
            />
          )}
        </Field>
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {t('journey.raiseWrite', {
            office: label(pack.offices.find((item) => item.id === (office ?? chosen?.office))?.label),
          })}
        </Button>
      </form>
    </Dialog>
  )
}

import { Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { declinePair } from './queries.ts'

/** Says no to a pair, with a reason that both sides may see. */
export function DeclineForm(props: {
  pair: { profile: string; needId: string; offerId: string }
  name: string
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const reasons = pack.matchings.find((item) => item.id === props.pair.profile)?.declineReasons ?? []
  const [chosen, setChosen] = useState<string>()
  const [words, setWords] = useState('')
  const picked = reasons.find((reason) => reason.id === chosen)
  const reason = [label(picked?.label), words.trim()].filter(Boolean).join(t('fact.semicolon'))
  const write = useWrite({
    write: () => declinePair(props.pair, reason),
    done: () => t('match.declined', { name: props.name }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('match.declineTitle', { name: props.name })} onClose={props.onClose}>
      <form onSubmit={submit}>
        {reasons.length > 0 && (
          <Field label={t('order.form.reason')}>
            {(ids) => (
              <Select
                {...ids}
                allowClear
                style={{ width: '100%' }}
                placeholder={t('match.chooseReason')}
                value={chosen ?? null}
                options={reasons.map((item) => ({ value: item.id, label: label(item.label) }))}
                onChange={(value) => setChosen(value ?? undefined)}
              />
            )}
          </Field>
        )}
        <Field label={t('match.ownWords')} hint={t('match.reasonHint')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={2}
              maxLength={400}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={reason === ''}>
          {t('match.declineWrite')}
        </Button>
      </form>
    </Dialog>
  )
}

import type { NeedRow } from '@qiongding/server/spine/registry/needs/contract'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWrite } from '../../shell/write.ts'
import { AnswerFields, daysAfter, EMPTY_DRAFT, saidBy } from './answer-form.tsx'
import { confirmNeed, recordNeed } from './queries.ts'

/** A holder says what became of its need; an officer writes down what he was told, and where he heard it. */
export function SayForm(props: {
  kind: string
  need: NeedRow
  rule: { validDays: number; longestDays: number }
  told: boolean
  onClose: () => void
}): ReactNode {
  const { need, told, rule } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const [source, setSource] = useState('')
  const said = saidBy(draft)
  const write = useWrite({
    write: async () => {
      if (!said) return
      if (told) await recordNeed(props.kind, need, { ...said, source })
      else await confirmNeed(props.kind, need, said)
    },
    done: () => t('need.saidDone', { name: need.name }),
    after: props.onClose,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t(told ? 'need.recordOf' : 'need.confirmOf', { name: need.name })} onClose={props.onClose}>
      <form onSubmit={submit}>
        {told && <p className="q-second">{t('need.recordMeans')}</p>}
        <AnswerFields
          draft={draft}
          onChange={setDraft}
          min={format.today}
          max={daysAfter(format.today, rule.longestDays)}
          validDays={rule.validDays}
        />
        {told && (
          <Field label={t('need.source')} hint={t('need.sourceHint')}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={200}
                required
                value={source}
                onChange={(event) => setSource(event.target.value)}
              />
            )}
          </Field>
        )}
        <Refused error={write.error} />
        <Button
          kind="primary"
          submit
          busy={write.isPending}
          disabled={!said || (told && source.trim() === '')}
        >
          {t('need.say')}
        </Button>
      </form>
    </Dialog>
  )
}

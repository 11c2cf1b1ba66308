import { proposalsContract } from '@qiongding/server/capabilities/proposals/contract'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { Field } from '../kit/field.tsx'
import { useFormat } from '../kit/use-format.ts'
import { call } from './api.ts'
import { FactField } from './fact-field.tsx'
import type { Value } from './facts.ts'
import { useLabel, usePack } from './pack.ts'
import { Refused } from './refused.tsx'
import { DayField, SourceField } from './stated-fields.tsx'
import { useWrite } from './write.ts'

/** An enterprise says a fact of itself, with the paper that proves it; an officer decides. */
export function Propose(props: {
  subject: { readonly kind: string; readonly id: string }
  fact: string
  /** What stands now. */
  now?: Value | undefined
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const fact = usePack().fact(props.fact)
  const [value, setValue] = useState<Value | undefined>(props.now)
  const [source, setSource] = useState(label(fact?.proof))
  const [day, setDay] = useState(format.today as string)
  const [file, setFile] = useState<File>()
  const write = useWrite({
    write: async () => {
      const paper = file && (await call(proposalsContract.paper, { file }))
      return call(proposalsContract.propose, {
        body: {
          ...props.subject,
          values: { [props.fact]: value as never },
          source,
          asOf: day,
          ...(paper && { fileId: paper.id }),
        },
      })
    },
    done: () => t('proposal.sent'),
    after: props.onClose,
  })
  if (!fact) return null
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog title={t('proposal.title', { fact: label(fact.label) })} onClose={props.onClose}>
      <form onSubmit={submit}>
        <p className="q-small q-second">{t('proposal.means')}</p>
        <Field label={label(fact.label)} {...(fact.note && { hint: label(fact.note) })}>
          {(ids) => <FactField ids={ids} fact={fact} value={value} onChange={setValue} />}
        </Field>
        <DayField value={day} onChange={setDay} />
        <SourceField value={source} onChange={setSource} />
        <Field label={fact.proof ? t('proposal.paperOf', { paper: label(fact.proof) }) : t('proposal.paper')}>
          {(ids) => <input {...ids} type="file" onChange={(event) => setFile(event.target.files?.[0])} />}
        </Field>
        <Refused error={write.error} />
        <Button
          kind="primary"
          submit
          busy={write.isPending}
          disabled={value === undefined || source.trim() === ''}
        >
          {t('proposal.send')}
        </Button>
      </form>
    </Dialog>
  )
}

import { useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { call } from '../../../shell/api.ts'
import { useLabel } from '../../../shell/pack.ts'
import { Refused } from '../../../shell/refused.tsx'
import { useWrite } from '../../../shell/write.ts'
import { policiesContract, type TextRead, type Tried } from '../queries.ts'

/** The last look before a text is the rule: from when, what it replaces, and an answer to each warning. */
export function Publish(props: { read: TextRead; tried: Tried; onClose: () => void }): ReactNode {
  const { read, tried } = props
  const { is, warnings, source } = tried
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const navigate = useNavigate()
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({})
  const nameOf = (one: (typeof warnings)[number]) => `${one.pattern} ${one.from}`
  const write = useWrite({
    write: () =>
      call(policiesContract.publish, {
        params: { id: read.id },
        body: {
          answers: warnings.map((one) => ({
            pattern: one.pattern,
            from: one.from,
            answer: answers[nameOf(one)] ?? '',
          })),
        },
        ifMatch: read.version,
      }),
    done: ({ number }) => t('policy.write.published', { n: number }),
    after: ({ policy }) => void navigate({ to: '/policies/$policy', params: { policy } }),
  })
  if (!is) return null
  function submit(event: FormEvent): void {
    event.preventDefault()
    write.mutate(undefined)
  }
  return (
    <Dialog
      title={t('policy.write.publishTitle', { name: label(is.label), n: is.number })}
      onClose={props.onClose}
    >
      <form onSubmit={submit}>
        <p>
          {t('policy.write.from', { day: format.day(is.from) })}
          {is.before !== undefined && t('policy.write.replaces', { n: is.before })}
          {t('policy.write.final')}
        </p>
        {warnings.length > 0 && (
          <>
            <h3 className="q-h3">{t('review.title')}</h3>
            <p className="q-small q-second">
              {t('review.found', { n: warnings.length })}
              {label(source)}
            </p>
            {warnings.map((one) => (
              <Field
                key={nameOf(one)}
                label={`${label(one.label)}：“${one.sentence}”`}
                hint={label(one.article)}
              >
                {(ids) => (
                  <Input.TextArea
                    {...ids}
                    rows={2}
                    maxLength={500}
                    placeholder={t('review.answer')}
                    value={answers[nameOf(one)] ?? ''}
                    onChange={(event) => setAnswers({ ...answers, [nameOf(one)]: event.target.value })}
                    required
                  />
                )}
              </Field>
            ))}
          </>
        )}
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending}>
          {t('policy.write.publish')}
        </Button>
      </form>
    </Dialog>
  )
}

import { Input, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../kit/field.tsx'
import type { Said } from './queries.ts'

export type Draft = { answer?: Said['answer']; until: string; reason: string }
export const EMPTY_DRAFT: Draft = { until: '', reason: '' }

/** What a draft says, once it says enough. */
export function saidBy(draft: Draft): Said | undefined {
  const { answer, until, reason } = draft
  if (answer === undefined) return undefined
  if (answer === 'dropped') return reason.trim() === '' ? undefined : { answer, reason: reason.trim() }
  if (answer === 'still' && until !== '') return { answer, until }
  return { answer }
}

/** Three words for a need, and what each asks besides: until when, or why not. */
export function AnswerFields(props: {
  draft: Draft
  onChange: (draft: Draft) => void
  min: string
  max: string
  validDays: number
}): ReactNode {
  const { draft, onChange } = props
  const { t } = useTranslation()
  return (
    <>
      <Field label={t('need.question')}>
        {(ids) => (
          <Segmented
            {...ids}
            block
            value={draft.answer ?? ''}
            options={(['still', 'filled', 'dropped'] as const).map((value) => ({
              value,
              label: t(`need.answer.${value}`),
            }))}
            onChange={(value) => onChange({ ...draft, answer: value as Said['answer'] })}
          />
        )}
      </Field>
      {draft.answer === 'still' && (
        <Field label={t('need.until')} hint={t('need.untilHint', { n: props.validDays })}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              min={props.min}
              max={props.max}
              value={draft.until}
              onChange={(event) => onChange({ ...draft, until: event.target.value })}
            />
          )}
        </Field>
      )}
      {draft.answer === 'dropped' && (
        <Field label={t('need.reason')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={2}
              maxLength={500}
              required
              value={draft.reason}
              onChange={(event) => onChange({ ...draft, reason: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

/** A day so many days from another, both YYYY-MM-DD. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

import type { WordingWarning } from '@qiongding/server/spine/wording/contract'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../kit/field.tsx'
import { Tag } from '../kit/marks.tsx'
import { useLabel } from './pack.ts'
import './warnings.css'

const keyOf = ({ pattern, from }: WordingWarning) => `${pattern}:${from}`

/** Answers to places in a text that were warned of: as the server takes them, and whether one is still to be given. */
export function useWarningAnswers(warnings: readonly WordingWarning[]) {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({})
  const answerOf = (warning: WordingWarning) => (answers[keyOf(warning)] ?? '').trim()
  return {
    answers: warnings.map((warning) => ({
      pattern: warning.pattern,
      from: warning.from,
      answer: answerOf(warning),
    })),
    isOpen: warnings.some((warning) => answerOf(warning) === ''),
    typed: (warning: WordingWarning) => answers[keyOf(warning)] ?? '',
    type: (warning: WordingWarning, text: string) => setAnswers({ ...answers, [keyOf(warning)]: text }),
  }
}

/** Each place with its article, and a field for its answer. */
export function WarningAnswers(props: {
  warnings: readonly WordingWarning[]
  given: ReturnType<typeof useWarningAnswers>
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { warnings, given } = props
  return (
    <ul>
      {warnings.map((warning) => (
        <li key={keyOf(warning)} className="q-warning">
          <div>
            <Tag tone="caution">{label(warning.label)}</Tag> {warning.sentence}
          </div>
          <div className="q-small q-second">{label(warning.article)}</div>
          <Field label={t('review.answer')}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={500}
                value={given.typed(warning)}
                onChange={(event) => given.type(warning, event.target.value)}
              />
            )}
          </Field>
        </li>
      ))}
    </ul>
  )
}

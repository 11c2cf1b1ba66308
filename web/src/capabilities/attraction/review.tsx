import { useMutation } from '@tanstack/react-query'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Tag } from '../../kit/marks.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel } from '../../shell/pack.ts'
import { Refused } from '../../shell/refused.tsx'
import { useWarningAnswers, WarningAnswers } from '../../shell/warnings.tsx'
import { useWrite } from '../../shell/write.ts'
import { draftReview, type Project, recordReview } from './queries.ts'

/** Looks through the text of an agreement for wording that the law does not allow, and what was answered. */
export function Reviews(props: { project: Project }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { reviews, abilities } = props.project
  const [looking, setLooking] = useState(false)
  if (!reviews) return null
  return (
    <section className="q-section">
      <SectionTitle
        beside={
          abilities.includes('evidence.attach') && (
            <Button small onClick={() => setLooking(true)}>
              {t('review.look')}
            </Button>
          )
        }
        aside={t('review.means')}
      >
        {t('review.title')}
      </SectionTitle>
      {reviews.length === 0 && <p className="q-unknown-word">{t('review.none')}</p>}
      {reviews.map((review) => (
        <div key={`${review.day} ${review.length} ${review.warnings.length}`}>
          <p className="q-second q-small">
            {t('review.done', {
              day: format.day(review.day),
              by: review.by,
              length: format.figure(review.length),
              n: review.warnings.length,
            })}
          </p>
          <ul>
            {review.warnings.map((warning) => (
              <li key={`${warning.pattern} ${warning.sentence}`} className="q-warning">
                <div>
                  <Tag tone="caution">{label(warning.label)}</Tag> {warning.sentence}
                </div>
                <div className="q-small q-second">{label(warning.article)}</div>
                <div className="q-small">{t('review.answered', { answer: warning.answer })}</div>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {looking && <Look id={props.project.id} onClose={() => setLooking(false)} />}
    </section>
  )
}

function Look(props: { id: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const [text, setText] = useState('')
  const draft = useMutation({ mutationFn: () => draftReview(props.id, text) })
  const warnings = draft.data?.warnings ?? []
  const given = useWarningAnswers(warnings)
  const write = useWrite({
    write: () => recordReview(props.id, { text, answers: given.answers }),
    done: () => t('review.recorded'),
    after: props.onClose,
  })
  return (
    <Dialog title={t('review.look')} onClose={props.onClose} wide>
      <Field label={t('review.text')} hint={t('review.textHint')}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={8}
            maxLength={300_000}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              draft.reset()
            }}
          />
        )}
      </Field>
      {!draft.data && (
        <Button
          kind="primary"
          busy={draft.isPending}
          disabled={text.trim().length < 20}
          onClick={() => draft.mutate()}
        >
          {t('review.start')}
        </Button>
      )}
      <Refused error={draft.error ?? write.error} />
      {draft.data && (
        <>
          <p role="status">
            {warnings.length === 0 ? t('review.clean') : t('review.found', { n: warnings.length })}
          </p>
          <WarningAnswers warnings={warnings} given={given} />
          <p className="q-source">{label(draft.data.source)}</p>
          <Button
            kind="primary"
            busy={write.isPending}
            disabled={given.isOpen}
            onClick={() => write.mutate(undefined)}
          >
            {t('review.record')}
          </Button>
        </>
      )}
    </Dialog>
  )
}

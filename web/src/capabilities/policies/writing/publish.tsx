import { useNavigate } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { call } from '../../../shell/api.ts'
import { useLabel } from '../../../shell/pack.ts'
import { Refused } from '../../../shell/refused.tsx'
import { useWarningAnswers, WarningAnswers } from '../../../shell/warnings.tsx'
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
  const given = useWarningAnswers(warnings)
  const write = useWrite({
    write: () =>
      call(policiesContract.publish, {
        params: { id: read.id },
        body: { answers: given.answers },
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
            <WarningAnswers warnings={warnings} given={given} />
          </>
        )}
        <Refused error={write.error} />
        <Button kind="primary" submit busy={write.isPending} disabled={given.isOpen}>
          {t('policy.write.publish')}
        </Button>
      </form>
    </Dialog>
  )
}

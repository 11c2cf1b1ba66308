import { applicationsContract } from '@qiongding/server/capabilities/applications/contract'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'
import { call } from './api.ts'
import { Refused } from './refused.tsx'
import { useWrite } from './write.ts'

/** Applies for what a policy gives, and goes to where it is carried through. */
export function Apply(props: {
  policy: string
  subject: { readonly kind: string; readonly id: string }
}): ReactNode {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const write = useWrite({
    write: () =>
      call(applicationsContract.make, {
        body: { policy: props.policy, kind: props.subject.kind, id: props.subject.id },
      }),
    done: ({ no }) => t('application.made', { no }),
    after: ({ id }) => void navigate({ to: '/journeys/$id', params: { id } }),
  })
  return (
    <>
      <Button kind="primary" busy={write.isPending} onClick={() => write.mutate(undefined)}>
        {t('application.apply')}
      </Button>
      <Refused error={write.error} />
    </>
  )
}

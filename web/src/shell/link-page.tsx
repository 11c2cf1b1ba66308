import type { UseQueryResult } from '@tanstack/react-query'
import { Input, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../kit/field.tsx'
import { Brand } from '../kit/icons.tsx'
import { ErrorState, Skeleton } from '../kit/states.tsx'
import { type LanguageName, speak } from './i18n.ts'
import { type Label, useLabel } from './pack.ts'
import { problemOf } from './problem.ts'
import './link-page.css'

/** The page behind a one-time link: no sign-in and no frame of the workbench. `closed` stands where the link is refused. */
export function LinkPage<Answer extends { readonly district?: Label | undefined }>(props: {
  className: string
  query: UseQueryResult<Answer>
  closed: ReactNode
  children: (answer: Answer) => ReactNode
}): ReactNode {
  const { t, i18n } = useTranslation()
  const label = useLabel()
  const { query } = props
  return (
    <main className={props.className}>
      <div className="q-row" style={{ marginBottom: 24 }}>
        <Brand size={28} />
        <b>{t('product')}</b>
        <span className="q-third">{label(query.data?.district)}</span>
        <span className="q-push">
          <Segmented<LanguageName>
            size="small"
            value={i18n.language.startsWith('en') ? 'en' : 'zh'}
            options={[
              { value: 'zh', label: t('language.zh') },
              { value: 'en', label: t('language.english') },
            ]}
            onChange={(language) => void speak(language)}
          />
        </span>
      </div>
      {query.error &&
        (problemOf(query.error).kind === 'refusal' ? (
          props.closed
        ) : (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ))}
      {query.isPending && <Skeleton rows={5} widths={['80%']} />}
      {query.data && props.children(query.data)}
    </main>
  )
}

/** The six digits that were sent beside the link. */
export function CodeField(props: {
  hint: string
  value: string
  onChange: (code: string) => void
}): ReactNode {
  const { t } = useTranslation()
  return (
    <Field label={t('confirm.code')} hint={props.hint}>
      {(ids) => (
        <span className="q-link-code">
          <Input
            {...ids}
            size="large"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9]{6}"
            maxLength={6}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value.replace(/\D/g, ''))}
            required
          />
        </span>
      )}
    </Field>
  )
}

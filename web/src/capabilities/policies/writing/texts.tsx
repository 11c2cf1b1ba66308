import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Tag } from '../../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../kit/states.tsx'
import { ConclusionSentence } from '../../../kit/text.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { More } from '../../../shell/more.tsx'
import { useLabel } from '../../../shell/pack.ts'
import { usePage } from '../../../shell/page.tsx'
import { textsQuery } from '../queries.ts'
import '../policies.css'

/** Texts of policies that one's office writes, and those it has published. */
export function PolicyTexts(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const navigate = useNavigate()
  const read = useInfiniteQuery(textsQuery())
  const rows = read.data?.pages.flatMap((page) => page.rows) ?? []
  usePage([{ text: t('policy.title'), to: '/policies' }, { text: t('policy.write.texts') }])
  const begin = () => void navigate({ to: '/policies/texts/$id', params: { id: 'new' } })
  return (
    <div className="q-page">
      <div className="q-row wrap">
        <h1 className="q-h1">{t('policy.write.texts')}</h1>
        <span className="q-push">
          <Button kind="primary" onClick={begin}>
            {t('policy.write.begin')}
          </Button>
        </span>
      </div>
      {read.error && <ErrorState error={read.error} again={() => void read.refetch()} />}
      {read.isPending && <Skeleton rows={6} widths={['30%', 80, 120, 120]} />}
      {read.data && rows.length === 0 && (
        <EmptyState title={t('policy.write.noTexts')}>{t('policy.write.noTextsSays')}</EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <ConclusionSentence>
            {t('policy.write.textsSay', { n: rows.filter((row) => row.state === 'draft').length })}
          </ConclusionSentence>
          <table className="q-table q-stacked q-blocks q-policies">
            <thead>
              <tr>
                <th scope="col">{t('policy.name')}</th>
                <th scope="col">{t('policy.write.stateTitle')}</th>
                <th scope="col">{t('policy.standing')}</th>
                <th scope="col">{t('policy.office')}</th>
                <th scope="col">{t('policy.write.by')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Link to="/policies/texts/$id" params={{ id: row.id }}>
                      {label(row.label) || row.policy || t('policy.write.unnamed')}
                    </Link>
                  </th>
                  <td>
                    <Tag tone={row.state === 'published' ? 'good' : 'unknown'}>
                      {t(`policy.write.state.${row.state}`)}
                    </Tag>
                  </td>
                  <td>
                    {row.number !== undefined && row.from !== undefined && (
                      <>
                        {t('policy.version', { n: row.number })}
                        {t('policy.stop')}
                        {t('policy.since', { day: format.day(row.from) })}
                      </>
                    )}
                  </td>
                  <td>{label(row.office)}</td>
                  <td className="q-second">
                    {row.by} {format.day(row.lastDay)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <More of={read} />
        </>
      )}
    </div>
  )
}

import type { ListVersion } from '@qiongding/server/spine/registry/lists/contract'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Verdict } from '../../kit/marks.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useFilters } from '../../shell/list.ts'
import { useLabel } from '../../shell/pack.ts'
import { problemOf } from '../../shell/problem.ts'
import { useVersionName } from './badges.tsx'
import type { ListRead } from './list.tsx'
import { listVerbs } from './queries.ts'

/** Every version of a list, newest first: who made it, who reviewed it, and that it still reads the same. */
export function Versions(props: { list: ListRead }): ReactNode {
  const { t } = useTranslation()
  const { versions } = props.list
  if (versions.length === 0)
    return <EmptyState title={t('list.versionsEmpty.title')}>{t('list.versionsEmpty.step')}</EmptyState>
  return (
    <ul style={{ overflow: 'auto' }}>
      {versions.map((version) => (
        <Row key={version.id} version={version} />
      ))}
    </ul>
  )
}

function Row(props: { version: ListVersion }): ReactNode {
  const { version } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const filters = useFilters()
  const nameOf = useVersionName()
  const check = useMutation({ mutationFn: () => listVerbs.check(version.id) })
  return (
    <li className="q-diff-row">
      <div className="q-row wrap">
        <b>{nameOf(version)}</b>
        <span className="q-second">{t(`list.state.${version.state}`)}</span>
        <span className="q-source">
          {t('asOf', { when: format.day(version.on) })} ·{' '}
          {t('list.knownAt', { when: format.moment(version.knownAt) })}
        </span>
        <span className="q-push q-row wrap">
          <button
            type="button"
            className="q-plain-button"
            onClick={() => filters.set({ view: undefined, version: version.id })}
          >
            {t('list.openVersion', { n: format.figure(version.rows ?? 0) })}
          </button>
          {version.digest !== undefined && (
            <Button small busy={check.isPending} onClick={() => check.mutate()}>
              {t('list.check')}
            </Button>
          )}
        </span>
      </div>
      <p className="q-small q-second">
        {t('list.preparedBy', {
          office: label(version.officeLabel),
          by: version.preparedBy,
          day: format.day(version.preparedOn),
        })}
        {version.note !== undefined && ` ${version.note}`}
      </p>
      {version.review && (
        <p className="q-small q-second">
          {t(version.review.agreed ? 'list.reviewedBy' : 'list.returnedBy', {
            office: label(version.review.officeLabel),
            by: version.review.by,
            day: format.day(version.review.day),
            note: version.review.note,
          })}
        </p>
      )}
      {check.data && (
        <p role="status">
          <Verdict
            verdict={check.data.same ? 'yes' : 'no'}
            word={t(check.data.same ? 'list.checkSame' : 'list.checkDiffers', {
              n: format.figure(check.data.rows),
            })}
          />{' '}
          <span className="q-source q-mono">{check.data.kept.slice(0, 16)}</span>
        </p>
      )}
      {check.error !== null && <p className="q-field-error">{problemOf(check.error).code}</p>}
    </li>
  )
}

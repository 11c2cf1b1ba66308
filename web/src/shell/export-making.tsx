import type { ExportView } from '@qiongding/server/spine/registry/exports/contract'
import { exportsContract } from '@qiongding/server/spine/registry/exports/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Verdict } from '../kit/marks.tsx'
import { ProgressJob, RefusalNotice } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { call } from './api.ts'
import { Go } from './go.tsx'
import { problemOf } from './problem.ts'
import { useWrite } from './write.ts'

function exportQuery(id: string) {
  return queryOptions({
    queryKey: ['export', id],
    queryFn: ({ signal }) => call(exportsContract.read, { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.state === 'making' ? 700 : false),
  })
}

export const cancelExport = (id: string) => call(exportsContract.cancel, { params: { id } })

/** An export on its way, and the file once it is there. */
export function Making(props: { started: ExportView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery({ ...exportQuery(props.started.id), initialData: props.started })
  const cancel = useWrite({ write: () => cancelExport(props.started.id) })
  const view = query.data
  return (
    <div className="q-export" aria-live="polite">
      {view.state === 'making' && (
        <ProgressJob
          title={view.fileName}
          done={view.job?.done ?? 0}
          total={view.job?.total}
          note={` ${t('export.closable')}`}
          onCancel={() => cancel.mutate(undefined)}
        />
      )}
      {view.state === 'ready' && (
        <>
          <Verdict verdict="yes" word={t('export.ready', { n: format.figure(view.rows ?? 0) })} />
          <p>
            <a className="q-download" href={view.href} download={view.fileName}>
              {t('export.download')} {view.fileName}
            </a>
          </p>
        </>
      )}
      {view.state === 'cancelled' && <p className="q-second">{t('export.cancelled')}</p>}
      {view.state === 'failed' && (
        <div className="q-note bad">
          <RefusalNotice
            problem={{
              kind: 'refusal',
              code: view.refusal ?? 'export-broken',
              status: 409,
              facts: {},
              at: view.recordedAt,
            }}
            reading
          />
        </div>
      )}
      {(query.error ?? cancel.error) !== null && (
        <div className="q-note caution">
          <RefusalNotice problem={problemOf(query.error ?? cancel.error)} reading />
        </div>
      )}
      <p className="q-source">
        <Go to="/exports" onGo={props.onClose}>
          {t('export.seeAll')}
        </Go>
      </p>
    </div>
  )
}

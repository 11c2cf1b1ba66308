import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { type Place, versionOf } from './place.ts'
import { decide, diffQuery } from './queries.ts'
import { useImportWrite } from './use-import-write.ts'

/** Rows that may be the same as another row or record; a person says whether they are. */
export function Twins(props: { view: ImportView; onGo: (place: Place) => void }): ReactNode {
  const { t } = useTranslation()
  const { view } = props
  const query = useInfiniteQuery({
    ...diffQuery(view.id, 'duplicate', versionOf(view)),
    enabled: view.counts.duplicates > 0,
  })
  const rows = useRows(query.data?.pages)
  const write = useImportWrite({
    write: (twin: { row: number; same: boolean }) => decide(view.id, { twins: [twin] }),
    done: (_, twin) => t(twin.same ? 'import.twinSame' : 'import.twinTwo', { row: twin.row }),
  })
  const mayDecide = view.state === 'review' && view.abilities.includes('registry.import')
  if (view.counts.duplicates === 0) return null
  return (
    <section className="q-section">
      <SectionTitle beside={t('import.step.twinsNote', { n: view.counts.duplicates })}>
        {t('import.twins')}
      </SectionTitle>
      <ul>
        {rows.map((row) => (
          <li key={row.row} className="q-list-row" style={{ flexWrap: 'wrap', padding: '5px 0' }}>
            <button type="button" className="q-plain-button" onClick={() => props.onGo({ row: row.row })}>
              {t('import.rowNo', { n: row.row })}
            </button>
            <span className="q-clip">{row.name}</span>
            <span className="q-third">{t('import.looksLike')}</span>
            {row.twin?.subjectId !== undefined ? (
              <Link to="/registry/$kind/$id" params={{ kind: view.kind, id: row.twin.subjectId }}>
                {row.twin.name}
              </Link>
            ) : (
              <button
                type="button"
                className="q-plain-button"
                onClick={() => row.twin?.row !== undefined && props.onGo({ row: row.twin.row })}
              >
                {t('import.rowNo', { n: row.twin?.row ?? 0 })} {row.twin?.name}
              </button>
            )}
            {mayDecide && (
              <span className="q-row tight q-push">
                <Button small onClick={() => write.mutate({ row: row.row, same: true })}>
                  {t('import.same')}
                </Button>
                <Button small onClick={() => write.mutate({ row: row.row, same: false })}>
                  {t('import.two')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <More of={query} />
    </section>
  )
}

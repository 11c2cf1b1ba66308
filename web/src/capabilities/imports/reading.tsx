import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalNotice } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { problemOf } from '../../shell/problem.ts'
import { mapColumns } from './queries.ts'
import { useImportWrite } from './use-import-write.ts'

type Encoding = NonNullable<ImportView['encoding']>
const ENCODINGS: readonly Encoding[] = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be']
const TEXTS: ReadonlySet<string> = new Set(['csv', 'tsv', 'table'])

/** How the file was taken: its format, its encoding and its sheet, each to be corrected, and whose remembered columns were used. */
export function Reading(props: { view: ImportView }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { view } = props
  const write = useImportWrite({
    write: (choice: { encoding?: Encoding; sheet?: string }) =>
      mapColumns(view.id, { ...choice, columns: [] }),
  })
  const open =
    (view.state === 'review' || view.state === 'failed') && view.abilities.includes('registry.import')
  const isText = view.encoding !== undefined || TEXTS.has(view.format ?? '')
  return (
    <span className="q-row wrap q-small q-second" style={{ gap: '2px 12px' }}>
      {view.format !== undefined && <span>{t(`import.format.${view.format}`)}</span>}
      {isText && open && (
        <Select<Encoding>
          size="small"
          aria-label={t('import.encoding')}
          style={{ minWidth: 132 }}
          loading={write.isPending}
          value={view.encoding ?? null}
          options={ENCODINGS.map((value) => ({ value, label: t(`import.encodings.${value}`) }))}
          onChange={(encoding) => write.mutate({ encoding })}
        />
      )}
      {isText && !open && view.encoding !== undefined && (
        <span>{t(`import.encodings.${view.encoding}`)}</span>
      )}
      {open && !view.corrects && view.sheets.length > 1 && (
        <Select
          size="small"
          aria-label={t('import.sheetChoose')}
          style={{ minWidth: 132 }}
          loading={write.isPending}
          value={view.sheet ?? null}
          options={view.sheets.map(({ name, rows }) => ({
            value: name,
            label: t('import.sheetRows', { name, n: format.figure(rows) }),
          }))}
          onChange={(sheet) => sheet !== null && write.mutate({ sheet })}
        />
      )}
      {view.profile !== undefined && (
        <span className="q-sea">
          {t('import.profileUsed', { by: view.profile.by, when: format.moment(view.profile.at) })}
        </span>
      )}
      {write.error !== null && <RefusalNotice problem={problemOf(write.error)} />}
    </span>
  )
}

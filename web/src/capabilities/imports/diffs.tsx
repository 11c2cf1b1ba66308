import type { DiffRow, ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useFactText } from '../../shell/facts.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { type Place, versionOf } from './place.ts'
import { type Action, decide, diffQuery } from './queries.ts'
import { useImportWrite } from './use-import-write.ts'

const ACTIONS: readonly { action: Action; count: 'updated' | 'created' | 'held' | 'unchanged' }[] = [
  { action: 'update', count: 'updated' },
  { action: 'create', count: 'created' },
  { action: 'held', count: 'held' },
  { action: 'unchanged', count: 'unchanged' },
]

/** Field by field: what is there now, what the sheet says, and which of the two shall stand. */
export function Diffs(props: { view: ImportView; onGo: (place: Place) => void }): ReactNode {
  const { t } = useTranslation()
  const { view } = props
  const firstWithRows = ACTIONS.find((item) => view.counts[item.count] > 0)?.action ?? 'update'
  const [chosen, setChosen] = useState<Action>()
  const action = chosen ?? firstWithRows
  const query = useInfiniteQuery(diffQuery(view.id, action, versionOf(view)))
  const rows = useRows(query.data?.pages)
  return (
    <section className="q-section">
      <SectionTitle>{t('import.diffs')}</SectionTitle>
      <Segmented<Action>
        size="small"
        value={action}
        options={ACTIONS.map((item) => ({
          value: item.action,
          label: t(`import.action.${item.action}`, { n: view.counts[item.count] }),
        }))}
        onChange={setChosen}
      />
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.data && rows.length === 0 && (
        <p className="q-second" style={{ marginTop: 8 }}>
          {t('import.noDiffs')}
        </p>
      )}
      {rows.map((row) => (
        <Fields key={row.row} row={row} view={view} onGo={props.onGo} />
      ))}
      <More of={query} />
    </section>
  )
}

function Fields(props: { row: DiffRow; view: ImportView; onGo: (place: Place) => void }): ReactNode {
  const { row, view } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const write = useImportWrite({
    write: (choice: { key: string; keep: boolean }) =>
      decide(view.id, { keep: [{ row: row.row, key: choice.key, keep: choice.keep }] }),
  })
  const isOpen = row.action === 'update' || row.fields.some((field) => field.undecided)
  const mayDecide = isOpen && view.state === 'review' && view.abilities.includes('registry.import')
  const showsBefore = row.action !== 'create'
  const fields = isOpen ? row.fields : row.fields.slice(0, 4)
  return (
    <div style={{ marginTop: 10 }}>
      <div className="q-row">
        <b className="q-clip">{row.name}</b>
        <button
          type="button"
          className="q-plain-button q-small q-push"
          onClick={() => props.onGo({ row: row.row })}
        >
          {t('import.rowNo', { n: row.row })}
        </button>
      </div>
      {fields.length > 0 && (
        <table className="q-table q-diff">
          <colgroup>
            <col style={{ width: '24%' }} />
            {showsBefore && <col />}
            <col {...(showsBefore ? { style: { width: '28%' } } : {})} />
            {mayDecide && <col style={{ width: 92 }} />}
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('registry.fact')}</th>
              {showsBefore && <th scope="col">{t('import.before2')}</th>}
              <th scope="col">{t('import.after2')}</th>
              {mayDecide && (
                <th scope="col">
                  <span className="q-hidden">{t('import.choice')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.key}>
                <td className="q-third">{label(pack.fact(field.key)?.label, field.key)}</td>
                {showsBefore && (
                  <td>
                    {field.before === undefined ? (
                      <span className="q-unknown-word">{t('unknown')}</span>
                    ) : (
                      factText(field.key, field.before)
                    )}
                    {field.beforeAsOf !== undefined && (
                      <span className="q-source"> {format.day(field.beforeAsOf)}</span>
                    )}
                  </td>
                )}
                <td>
                  {field.after === undefined ? (
                    <span className="q-unknown-word">
                      {t(field.way === 'cleared' ? 'import.correction.emptied' : 'unknown')}
                    </span>
                  ) : (
                    <span className="q-mark-word">{factText(field.key, field.after)}</span>
                  )}
                </td>
                {mayDecide && (
                  <td className="q-right">
                    <Segmented
                      size="small"
                      aria-label={t('import.choiceOf', {
                        fact: label(pack.fact(field.key)?.label, field.key),
                      })}
                      value={field.keep}
                      options={[
                        { value: false, label: t('import.adopt') },
                        { value: true, label: t('import.keep') },
                      ]}
                      onChange={(keep) => write.mutate({ key: field.key, keep })}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

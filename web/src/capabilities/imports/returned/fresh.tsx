import type { DiffRow } from '@qiongding/server/spine/registry/imports/contract'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Skeleton } from '../../../kit/states.tsx'
import { useFactText } from '../../../shell/facts.ts'
import { useRows } from '../../../shell/list.ts'
import { More } from '../../../shell/more.tsx'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { lookQuery, type ReturnedView } from './queries.ts'
import type { DecisionsHere } from './use-decisions.ts'

function useLook(view: ReturnedView, action: 'create' | 'held') {
  const query = useInfiniteQuery({
    ...lookQuery(view, { action }),
    enabled: view.state === 'review',
    placeholderData: keepPreviousData,
  })
  return { query, rows: useRows(query.data?.pages) }
}

type Looked = ReturnType<typeof useLook>

function Rows(props: Looked & { none: string; children: ReactNode }): ReactNode {
  const { query, rows } = props
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={6} widths={['30%', '50%', '12%']} />
  if (rows.length === 0) return <p className="q-second q-returned-none">{props.none}</p>
  return (
    <>
      {props.children}
      <More of={query} />
    </>
  )
}

/** Rows that were not in the file when it went out: each becomes a record, unless somebody says no. */
export function Fresh(props: { view: ReturnedView; here: DecisionsHere }): ReactNode {
  const { t } = useTranslation()
  const { view, here } = props
  const looked = useLook(view, 'create')
  const nameFact = usePack().kind(view.kind)?.nameFact
  return (
    <Rows {...looked} none={t('returned.none.fresh')}>
      <p className="q-second q-returned-note">{t('returned.freshNote')}</p>
      <table className="q-table q-returned-rows">
        <colgroup>
          <col style={{ width: '26%' }} />
          <col />
          <col style={{ width: 150 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('registry.name')}</th>
            <th scope="col">{t('returned.says')}</th>
            <th scope="col">{t('import.choice')}</th>
          </tr>
        </thead>
        <tbody>
          {looked.rows.map((row) => (
            <tr key={row.row}>
              <td>
                <Named row={row} />
              </td>
              <td>
                <Says row={row} without={nameFact} />
              </td>
              <td>
                {nameFact !== undefined && <TakeIn row={row} view={view} here={here} nameFact={nameFact} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Rows>
  )
}

/** Rows that will not be written as they are, with why. */
export function Held(props: { view: ReturnedView; here: DecisionsHere }): ReactNode {
  const { t } = useTranslation()
  const { view, here } = props
  const looked = useLook(view, 'held')
  const nameFact = usePack().kind(view.kind)?.nameFact
  return (
    <Rows {...looked} none={t('returned.none.held')}>
      <table className="q-table q-returned-rows">
        <colgroup>
          <col style={{ width: '26%' }} />
          <col />
          <col style={{ width: 150 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('registry.name')}</th>
            <th scope="col">{t('returned.why')}</th>
            <th scope="col">{t('import.choice')}</th>
          </tr>
        </thead>
        <tbody>
          {looked.rows.map((row) => (
            <tr key={row.row}>
              <td>
                {row.subjectId === undefined ? (
                  <Named row={row} />
                ) : (
                  <Link to="/registry/$kind/$id" params={{ kind: view.kind, id: row.subjectId }}>
                    {row.name}
                  </Link>
                )}
              </td>
              <td>{t(`returned.reason.${row.reason ?? 'error'}`)}</td>
              <td>
                {row.reason === 'left-out' && nameFact !== undefined && (
                  <TakeIn row={row} view={view} here={here} nameFact={nameFact} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Rows>
  )
}

function Named(props: { row: DiffRow }): ReactNode {
  const { t } = useTranslation()
  return (
    <>
      <b>{props.row.name}</b> <span className="q-source">{t('import.rowNo', { n: props.row.row })}</span>
    </>
  )
}

function Says(props: { row: DiffRow; without: string | undefined }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  return props.row.fields
    .filter((field) => field.key !== props.without)
    .map((field) => {
      const value = field.masked
        ? t('fact.masked')
        : field.after === undefined
          ? t('unknown')
          : factText(field.key, field.after)
      return `${label(pack.fact(field.key)?.label, field.key)} ${value}`
    })
    .join(t('fact.and'))
}

/** A new row is taken in or left out, which is said of the fact that names it. */
function TakeIn(props: {
  row: DiffRow
  view: ReturnedView
  here: DecisionsHere
  nameFact: string
}): ReactNode {
  const { t } = useTranslation()
  const { row, view, here, nameFact } = props
  const choice = here.choiceOf(row.row, { key: nameFact, keep: row.reason === 'left-out' })
  return (
    <Segmented<'adopt' | 'keep'>
      size="small"
      aria-label={t('import.choiceOf', { fact: row.name })}
      disabled={!view.abilities.includes('registry.import')}
      value={choice === 'keep' ? 'keep' : 'adopt'}
      options={[
        { value: 'adopt', label: t('returned.choice.fresh.adopt') },
        { value: 'keep', label: t('returned.choice.fresh.keep') },
      ]}
      onChange={(next) => here.choose({ row: row.row, key: nameFact, choice: next })}
    />
  )
}

import type { DiffRow } from '@qiongding/server/spine/registry/imports/contract'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Skeleton } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useFactText, type Value } from '../../../shell/facts.ts'
import { useRows } from '../../../shell/list.ts'
import { More } from '../../../shell/more.tsx'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { type Field, lookQuery, type ReturnedView, type Way } from './queries.ts'
import type { Choice, DecisionsHere } from './use-decisions.ts'
import { useWho } from './who.ts'

/** The choices of a sort, the harmless one first. */
const CHOICES: Readonly<Record<Way, readonly Choice[]>> = {
  both: ['later', 'keep', 'adopt'],
  theirs: ['adopt', 'keep'],
  cleared: ['keep', 'adopt'],
}

/** Fields of one sort, record by record: what went out, what stands now and by whom, what came back, and which of them shall stand. */
export function Changes(props: {
  view: ReturnedView
  way: Way
  here: DecisionsHere
  open: number
}): ReactNode {
  const { t } = useTranslation()
  const { view, way, here } = props
  const query = useInfiniteQuery({
    ...lookQuery(view, { way }),
    enabled: view.state === 'review',
    placeholderData: keepPreviousData,
  })
  const rows = useRows(query.data?.pages)
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={8} widths={['14%', '18%', '26%', '26%']} />
  if (rows.length === 0) return <p className="q-second q-returned-none">{t(`returned.none.${way}`)}</p>
  return (
    <>
      <InBulk view={view} way={way} here={here} />
      <table className={`q-table q-returned-table ${way}`}>
        <colgroup>
          <col className="fact" />
          {way === 'both' && <col className="base" />}
          <col />
          <col />
          <col className={way === 'both' ? 'three' : 'two'} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('returned.fact')}</th>
            {way === 'both' && <th scope="col">{t('returned.base')}</th>}
            <th scope="col">{t('returned.now')}</th>
            <th scope="col">{t('returned.theirs')}</th>
            <th scope="col">{t('import.choice')}</th>
          </tr>
        </thead>
        {rows.map((row) => (
          <Record key={row.row} row={row} view={view} way={way} here={here} />
        ))}
      </table>
      <More of={query} />
    </>
  )
}

/** One answer for all that nobody decides one by one. */
function InBulk(props: { view: ReturnedView; way: Way; here: DecisionsHere }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { view, way, here } = props
  const n = view.returned.fields?.[way].n ?? 0
  const may = view.abilities.includes('registry.import')
  return (
    <div className="q-row wrap q-returned-bulk">
      <span>{t(`returned.bulk.${way}`, { n: format.figure(n) })}</span>
      <Segmented<Choice>
        size="small"
        aria-label={t(`returned.bulk.${way}`, { n: format.figure(n) })}
        disabled={!may || here.pending}
        value={here.allOf(way)}
        options={CHOICES[way].map((value) => ({ value, label: t(`returned.all.${way}.${value}`) }))}
        onChange={(choice) => here.chooseAll(way, choice)}
      />
      <span className="q-source">{t('returned.bulkNote')}</span>
    </div>
  )
}

function Record(props: { row: DiffRow; view: ReturnedView; way: Way; here: DecisionsHere }): ReactNode {
  const { t } = useTranslation()
  const { row, view, way, here } = props
  return (
    <tbody>
      <tr className="record">
        <th colSpan={way === 'both' ? 5 : 4} scope="colgroup">
          <span className="q-row tight">
            {row.subjectId === undefined ? (
              <b>{row.name}</b>
            ) : (
              <Link to="/registry/$kind/$id" params={{ kind: view.kind, id: row.subjectId }}>
                {row.name}
              </Link>
            )}
            <span className="q-source">{t('import.rowNo', { n: row.row })}</span>
            {row.action === 'held' && (
              <span className="q-bad q-small">{t(`returned.reason.${row.reason ?? 'error'}`)}</span>
            )}
          </span>
        </th>
      </tr>
      {row.fields
        .filter((field) => field.way === way)
        .map((field) => (
          <FieldRow key={field.key} row={row} field={field} view={view} way={way} here={here} />
        ))}
    </tbody>
  )
}

function FieldRow(props: {
  row: DiffRow
  field: Field
  view: ReturnedView
  way: Way
  here: DecisionsHere
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { row, field, view, way, here } = props
  const fact = label(pack.fact(field.key)?.label, field.key)
  const own = here.choiceOf(row.row, field)
  // An emptied cell that nobody has decided stays as it is, which is what keeping says.
  const choice = way === 'cleared' && own === 'later' ? 'keep' : own
  const may = view.abilities.includes('registry.import')
  return (
    <tr className={choice === 'later' ? 'open' : ''}>
      <td className="fact">{fact}</td>
      {way === 'both' && (
        <td className="base">
          <span className="how">{t('returned.base')}</span>
          <Said of={field.key} value={field.base} masked={field.masked} />
        </td>
      )}
      <td className={choice === 'adopt' ? '' : 'wins'}>
        <span className="how">{t('returned.now')}</span>
        <Said of={field.key} value={field.before} masked={field.masked} />
        {field.ours && <Source side={field.ours} />}
      </td>
      <td className={choice === 'adopt' ? 'wins' : ''}>
        <span className="how">{t('returned.theirs')}</span>
        {way === 'cleared' ? (
          <span className="q-second">{t('returned.emptied')}</span>
        ) : (
          <Said of={field.key} value={field.after} masked={field.masked} />
        )}
        <Returner view={view} />
        {field.rivals?.map((rival) => (
          <Rival key={rival.importId} rival={rival} field={field} />
        ))}
      </td>
      <td className="decide">
        <Segmented<Choice>
          size="small"
          aria-label={t('import.choiceOf', { fact: `${row.name} ${fact}` })}
          disabled={!may}
          value={choice}
          options={CHOICES[way].map((value) => ({ value, label: t(`returned.choice.${way}.${value}`) }))}
          onChange={(next) => here.choose({ row: row.row, key: field.key, choice: next })}
        />
      </td>
    </tr>
  )
}

/** A value as one side says it. */
function Said(props: { of: string; value: Value | undefined; masked: boolean | undefined }): ReactNode {
  const { t } = useTranslation()
  const factText = useFactText()
  if (props.masked) return <span className="q-third">{t('fact.masked')}</span>
  if (props.value === undefined) return <span className="q-unknown-word">{t('unknown')}</span>
  return <span className="value">{factText(props.of, props.value)}</span>
}

/** Who stated what stands now, from which source and of which day. */
function Source(props: { side: NonNullable<Field['ours']> }): ReactNode {
  const format = useFormat()
  const { t } = useTranslation()
  const who = useWho()
  const { side } = props
  return (
    <span className="q-source">
      {who(side)} {format.moment(side.recordedAt)} · {side.source} ·{' '}
      {t('asOf', { when: format.day(side.asOf) })}
    </span>
  )
}

function Returner(props: { view: ReturnedView }): ReactNode {
  const format = useFormat()
  const who = useWho()
  const { returner } = props.view.returned
  return (
    <span className="q-source">
      {who(returner)} {format.moment(returner.at)} · {props.view.source}
    </span>
  )
}

function Rival(props: { rival: NonNullable<Field['rivals']>[number]; field: Field }): ReactNode {
  const { t } = useTranslation()
  const who = useWho()
  const { rival, field } = props
  return (
    <span className="rival">
      {t('returned.alsoSays', { who: who(rival) })}{' '}
      <Said of={field.key} value={rival.after} masked={field.masked} />{' '}
      <Link to="/imports/$id" params={{ id: rival.importId }}>
        {t('returned.seeIt')}
      </Link>
    </span>
  )
}

import type { DiffRow } from '@qiongding/server/spine/registry/imports/contract'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Skeleton } from '../../../kit/states.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useRows } from '../../../shell/list.ts'
import { More } from '../../../shell/more.tsx'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { type Absence, lookQuery, type ReturnedView } from './queries.ts'
import type { DecisionsHere } from './use-decisions.ts'

/**
 * Records that went out and did not come back. To take them for deleted would be a guess, so it is asked, and the answer that changes
 * nothing stands until another is given.
 */
export function Missing(props: { view: ReturnedView; here: DecisionsHere }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { view, here } = props
  const { returned } = view
  const query = useInfiniteQuery({
    ...lookQuery(view, { missing: 'true' }),
    enabled: view.state === 'review',
    placeholderData: keepPreviousData,
  })
  const rows = useRows(query.data?.pages)
  const n = returned.missing ?? 0
  const answers: readonly Absence[] =
    returned.exitFact === undefined ? ['leave', 'retract'] : ['leave', 'exit', 'retract']
  return (
    <>
      <fieldset
        className="q-returned-question"
        disabled={here.pending || !view.abilities.includes('registry.import')}
      >
        <legend>
          {t('returned.missing.question', {
            n: format.figure(n),
            all: returned.rows === undefined ? t('unknown') : format.figure(returned.rows),
          })}
        </legend>
        {answers.map((answer) => (
          <Answer
            key={answer}
            answer={answer}
            view={view}
            checked={here.allAbsent === answer}
            onChoose={() => here.chooseAllAbsence(answer)}
          />
        ))}
      </fieldset>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={6} widths={['40%', '20%']} />}
      {rows.length > 0 && (
        <table className="q-table q-returned-missing">
          <colgroup>
            <col />
            <col style={{ width: 260 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('returned.missing.record')}</th>
              <th scope="col">{t('returned.missing.what')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.row} row={row} view={view} here={here} answers={answers} />
            ))}
          </tbody>
        </table>
      )}
      <More of={query} />
    </>
  )
}

function Answer(props: {
  answer: Absence
  view: ReturnedView
  checked: boolean
  onChoose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const format = useFormat()
  const id = useId()
  const { answer, view } = props
  const { exitFact } = view.returned
  return (
    <label className="q-choice">
      <input
        type="radio"
        name="missing"
        checked={props.checked}
        aria-describedby={id}
        onChange={props.onChoose}
      />
      <span>
        <b>{t(`returned.missing.${answer}`)}</b>
        <span id={id} className="q-source">
          {t(`returned.missing.${answer}Note`, {
            fact: exitFact === undefined ? '' : label(pack.fact(exitFact)?.label, exitFact),
            when: view.asOf === undefined ? '' : format.day(view.asOf),
          })}
        </span>
      </span>
    </label>
  )
}

function Row(props: {
  row: DiffRow
  view: ReturnedView
  here: DecisionsHere
  answers: readonly Absence[]
}): ReactNode {
  const { t } = useTranslation()
  const { row, view, here, answers } = props
  const { subjectId } = row
  if (subjectId === undefined) return null
  const inAll = here.allAbsent
  const said = row.missing === 'undecided' || row.missing === inAll ? undefined : row.missing
  const own = here.absenceOf(subjectId, said)
  const stands = own ?? inAll
  return (
    <tr className={stands === 'retract' ? 'open' : ''}>
      <td>
        <Link to="/registry/$kind/$id" params={{ kind: view.kind, id: subjectId }}>
          {row.name}
        </Link>
        {row.action === 'held' && (
          <span className="q-bad q-small"> {t(`returned.reason.${row.reason ?? 'error'}`)}</span>
        )}
      </td>
      <td>
        <Select<Absence | 'all'>
          size="small"
          style={{ width: '100%' }}
          aria-label={t('import.choiceOf', { fact: row.name })}
          disabled={!view.abilities.includes('registry.import')}
          value={own ?? 'all'}
          options={[
            { value: 'all', label: t('returned.missing.asAll', { what: t(`returned.missing.${inAll}`) }) },
            ...answers.map((value) => ({ value, label: t(`returned.missing.${value}`) })),
          ]}
          onChange={(value) => here.chooseAbsence({ subjectId, absent: value === 'all' ? undefined : value })}
        />
      </td>
    </tr>
  )
}

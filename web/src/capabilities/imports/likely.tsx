import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import type { LikelyRow } from '@qiongding/server/spine/registry/imports/likely/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
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
import { type Choice, decide, likelyQuery, type OtherEnd } from './queries.ts'
import { useImportWrite } from './use-import-write.ts'

type Verdict = LikelyRow['others'][number]['verdict']
type Other = LikelyRow['others'][number]
const VERDICTS: readonly Verdict[] = ['same', 'likely', 'unknown']
/** A name alone makes nobody the same in bulk. */
const IN_BULK: Readonly<Record<Verdict, readonly Choice[]>> = {
  same: ['same', 'apart', 'later'],
  likely: ['same', 'apart', 'later'],
  unknown: ['apart', 'later'],
}

/** Rows that may be a record that is there already, or an earlier row, under another writing: asked before anything is written. */
export function LikelyRows(props: { view: ImportView; onGo: (place: Place) => void }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { view } = props
  const { likely = 0, undecided = 0 } = view.counts
  const [chosen, setChosen] = useState<Verdict>()
  const first = useInfiniteQuery({ ...likelyQuery(view.id, versionOf(view)), enabled: likely > 0 })
  const verdicts = first.data?.pages[0]?.verdicts
  const verdict = chosen ?? VERDICTS.find((one) => (verdicts?.[one]?.rows ?? 0) > 0) ?? 'likely'
  const query = useInfiniteQuery({
    ...likelyQuery(view.id, versionOf(view), verdict),
    enabled: verdicts !== undefined,
  })
  const rows = useRows(query.data?.pages)
  if (likely === 0) return null
  const counts = verdicts?.[verdict]
  return (
    <section className="q-section q-likely" aria-label={t('import.likely.title')}>
      <SectionTitle
        beside={t(undecided > 0 ? 'import.likely.open' : 'import.likely.decided', {
          n: format.figure(likely),
          undecided: format.figure(undecided),
        })}
      >
        {t('import.likely.title')}
      </SectionTitle>
      <p className="q-second q-small">{t('import.likely.means')}</p>
      <Segmented<Verdict>
        size="small"
        aria-label={t('import.likely.surely')}
        value={verdict}
        options={VERDICTS.filter((one) => (verdicts?.[one]?.rows ?? 0) > 0).map((one) => ({
          value: one,
          label: t(`import.likely.verdict.${one}`, { n: format.figure(verdicts?.[one]?.rows ?? 0) }),
        }))}
        onChange={setChosen}
      />
      {(counts?.rows ?? 0) > 1 && <InBulk view={view} verdict={verdict} />}
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      <ul>
        {rows.map((row) => (
          <li key={row.row}>
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
            {row.others.map((other) => (
              <Pair
                key={other.subjectId ?? other.row}
                row={row}
                other={other}
                view={view}
                onGo={props.onGo}
              />
            ))}
          </li>
        ))}
      </ul>
      <More of={query} />
    </section>
  )
}

/** Enterprises are counted as houses, persons as persons: which of the two words a kind takes. */
function useCounted(kind: string): 'party' | 'person' {
  return usePack().kind(kind)?.person ? 'person' : 'party'
}

/** Facts by their labels, as one list. */
function useFactNames(): (keys: readonly string[]) => string {
  const { t } = useTranslation()
  const pack = usePack()
  const label = useLabel()
  return (keys) => keys.map((key) => label(pack.fact(key)?.label, key)).join(t('fact.and'))
}

const mayDecide = (view: ImportView) => view.state === 'review' && view.abilities.includes('registry.import')

/** What is said of all of a verdict that nobody decides one by one. */
function InBulk(props: { view: ImportView; verdict: Verdict }): ReactNode {
  const { view, verdict } = props
  const { t } = useTranslation()
  const counted = useCounted(view.kind)
  const write = useImportWrite({
    write: (choice: Choice | null) => decide(view.id, { likelyAll: { [verdict]: choice } }),
  })
  if (!mayDecide(view)) return null
  return (
    <div className="q-row tight wrap q-small" style={{ marginTop: 8 }}>
      <span className="q-third">{t('import.likely.all')}</span>
      <Segmented<Choice | 'open'>
        size="small"
        aria-label={t('import.likely.all')}
        value={view.likelyAll?.[verdict] ?? 'open'}
        options={[
          ...IN_BULK[verdict].map((choice) => ({
            value: choice,
            label: t(`import.likely.choice.${choice}.${counted}`),
          })),
          { value: 'open' as const, label: t('import.likely.choice.open') },
        ]}
        onChange={(choice) => write.mutate(choice === 'open' ? null : choice)}
      />
    </div>
  )
}

/** One other: how it stands to the row, what the two say of each fact, and the choice. */
function Pair(props: {
  row: LikelyRow
  other: Other
  view: ImportView
  onGo: (place: Place) => void
}): ReactNode {
  const { row, other, view } = props
  const { t } = useTranslation()
  const format = useFormat()
  const counted = useCounted(view.kind)
  const names = useFactNames()
  const end: OtherEnd =
    other.subjectId === undefined ? { row: other.row ?? 0 } : { subjectId: other.subjectId }
  const write = useImportWrite({
    write: (choice: Choice | null) => decide(view.id, { likely: [{ row: row.row, other: end, choice }] }),
  })
  const of = (how: Other['facts'][number]['how']) =>
    other.facts.filter((fact) => fact.how === how).map((fact) => fact.key)
  const said = [
    of('agree').length > 0 && t('duplicates.agrees', { facts: names(of('agree')) }),
    of('near').length > 0 && t('duplicates.near', { facts: names(of('near')) }),
    of('differ').length > 0 && t('duplicates.differs', { facts: names(of('differ')) }),
    other.decides.length > 0 && t('duplicates.decides', { facts: names(other.decides) }),
  ].filter((part) => part !== false)
  return (
    <div className="q-likely-pair">
      <div className="q-row wide wrap">
        <span className="q-third q-small">{t('import.looksLike')}</span>
        {other.subjectId !== undefined ? (
          <Link to="/registry/$kind/$id" params={{ kind: view.kind, id: other.subjectId }}>
            {other.name}
          </Link>
        ) : (
          <button
            type="button"
            className="q-plain-button"
            onClick={() => other.row !== undefined && props.onGo({ row: other.row })}
          >
            {t('import.rowNo', { n: other.row ?? 0 })} {other.name}
          </button>
        )}
        {other.asOf !== undefined && (
          <span className="q-source">{t('asOf', { when: format.day(other.asOf) })}</span>
        )}
      </div>
      <p className="q-small q-second">{said.join(t('fact.semicolon'))}</p>
      <details>
        <summary className="q-small">{t('import.likely.sides')}</summary>
        <Sides other={other} />
      </details>
      {mayDecide(view) && (
        <Segmented<Choice | 'open'>
          size="small"
          aria-label={t('import.likely.choiceOf', { name: row.name, other: other.name })}
          value={other.choice ?? 'open'}
          options={[
            ...(['same', 'apart', 'later'] as const).map((choice) => ({
              value: choice,
              label: t(`import.likely.choice.${choice}.${counted}`),
            })),
            { value: 'open' as const, label: t('import.likely.choice.open') },
          ]}
          onChange={(choice) => write.mutate(choice === 'open' ? null : choice)}
        />
      )}
      {other.ofAll && <span className="q-source"> {t('import.likely.ofAll')}</span>}
    </div>
  )
}

/** Both by fact. A closed value is not shown; whether it agrees is said all the same. */
function Sides(props: { other: Other }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  return (
    <table className="q-table q-diff">
      <colgroup>
        <col style={{ width: '26%' }} />
        <col />
        <col />
        <col style={{ width: 76 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('registry.fact')}</th>
          <th scope="col">{t('import.likely.mine')}</th>
          <th scope="col">{t('import.likely.theirs')}</th>
          <th scope="col">
            <span className="q-hidden">{t('duplicates.stand')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.other.facts.map((fact) => {
          const shown = (value: typeof fact.row) =>
            fact.masked ? (
              <span className="q-third">{t('import.likely.masked')}</span>
            ) : value === undefined ? (
              <span className="q-unknown-word">{t('unknown')}</span>
            ) : (
              factText(fact.key, value)
            )
          return (
            <tr key={fact.key}>
              <th scope="row" className="q-third">
                {label(pack.fact(fact.key)?.label, fact.key)}
              </th>
              <td>{shown(fact.row)}</td>
              <td>{shown(fact.other)}</td>
              <td className={fact.how === 'differ' ? 'q-strong' : 'q-third'}>
                {t(`duplicates.how.${fact.how}`)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

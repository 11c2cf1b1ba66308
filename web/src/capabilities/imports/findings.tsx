import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Light } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { lettersOf, type Place, versionOf } from './place.ts'
import { findingsQuery } from './queries.ts'

type Facts = Readonly<Record<string, unknown>>

/** The sentence of a finding of the sheet. */
function useFindingText(): (code: string, facts: Facts | undefined, value: string | undefined) => string {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  return (code, facts, value) => {
    const said = Object.fromEntries(
      Object.entries(facts ?? {}).map(([name, item]) => [
        name,
        name === 'fact' || name === 'key'
          ? label(pack.fact(String(item))?.label, String(item))
          : Array.isArray(item)
            ? item.join(t('fact.and'))
            : String(item),
      ]),
    )
    return t(`finding.${code}`, { ...said, value: value ?? '', defaultValue: t('finding.other') })
  }
}

/** What was found in the cells, errors first; a click goes to the cell. */
export function Findings(props: {
  view: ImportView
  current: Place | undefined
  onGo: (place: Place) => void
}): ReactNode {
  const { t } = useTranslation()
  const text = useFindingText()
  const { view } = props
  const query = useInfiniteQuery(findingsQuery(view.id, versionOf(view)))
  const rows = useRows(query.data?.pages)
  return (
    <section>
      <SectionTitle
        beside={t('import.step.checkNote', { errors: view.counts.errors, remarks: view.counts.remarks })}
      >
        {t('import.findings')}
      </SectionTitle>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={5} widths={[30, '24%', '50%']} />}
      {query.data && rows.length === 0 && <p className="q-second">{t('import.noFindings')}</p>}
      <ul>
        {rows.map((finding) => {
          const { row, column } = finding.at
          const place = row === undefined ? '' : `${column === undefined ? '' : lettersOf(column)}${row}`
          return (
            <li key={`${place} ${finding.code} ${finding.value ?? ''}`}>
              <button
                type="button"
                className="q-list-row q-finding"
                disabled={row === undefined}
                aria-current={props.current?.row === row && props.current?.column === column}
                onClick={() => row !== undefined && props.onGo({ row, column })}
              >
                <b className="q-sea">{place}</b>
                <span className="q-mono q-clip">{finding.value}</span>
                <span className="q-row tight q-small q-second">
                  <Light light={finding.level === 'error' ? 'red' : 'yellow'} bare />
                  {text(finding.code, finding.facts, finding.value)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      <More of={query} />
    </section>
  )
}

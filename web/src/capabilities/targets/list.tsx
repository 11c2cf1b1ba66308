import type { IndicatorRow } from '@qiongding/server/spine/targets/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState, NoResult, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence, SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters } from '../../shell/list.ts'
import { usePage } from '../../shell/page.tsx'
import { PageExport } from '../../shell/page-export.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { IndicatorTable } from './indicator-table.tsx'
import { targetsQuery } from './queries.ts'

const KINDS = ['target', 'rank', 'plan', 'baseline', 'rule', 'history'] as const

/** Every figure of the district: targets first, then plans, rules and what is only history. */
export function TargetList(): ReactNode {
  const { t } = useTranslation()
  const targets = useQuery(targetsQuery(useAsOf()))
  usePage([{ text: t('target.title') }], targets.data && t('target.count', { n: targets.data.rows.length }))
  return (
    <div className="q-page">
      <h1 className="q-hidden">{t('target.title')}</h1>
      {targets.error && <ErrorState error={targets.error} again={() => void targets.refetch()} />}
      {!targets.error && !targets.data && <Skeleton rows={16} widths={['34%', 70, 70, 40, 180, '16%']} />}
      {targets.data && <Read rows={targets.data.rows} on={targets.data.on} />}
    </div>
  )
}

function Read(props: { rows: readonly IndicatorRow[]; on: string }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const filters = useFilters()
  const kind = filters.value('kind') ?? 'all'
  const shown = props.rows.filter((row) => kind === 'all' || row.kind === kind)
  const targets = props.rows.filter((row) => row.kind === 'target')
  const behind = targets.filter((row) => row.pace?.onPace === 'no').length
  const unknown = targets.filter(
    (row) => row.outcome === undefined && row.reading?.value === undefined,
  ).length
  const reached = targets.filter((row) => {
    const value = row.outcome?.value ?? row.reading?.value
    return (
      typeof row.value === 'number' &&
      value !== undefined &&
      (row.op === '<=' ? value <= row.value : value >= row.value)
    )
  }).length
  if (props.rows.length === 0)
    return <EmptyState title={t('target.empty.title')}>{t('target.empty.step')}</EmptyState>
  return (
    <>
      <ConclusionSentence>
        {t('target.conclusion', { n: targets.length, reached, behind, unknown })}
      </ConclusionSentence>
      <div style={{ margin: '12px 0' }}>
        <ViewTabs
          label={t('target.kinds')}
          views={[
            { id: 'all', text: t('target.allKinds'), count: format.figure(props.rows.length) },
            ...KINDS.filter((name) => props.rows.some((row) => row.kind === name)).map((name) => ({
              id: name,
              text: t(`target.kind.${name}`),
              count: format.figure(props.rows.filter((row) => row.kind === name).length),
            })),
          ]}
          current={kind}
          onChoose={(value) => filters.set({ kind: value === 'all' ? undefined : value })}
          aside={
            <>
              <SourceNote asOf={props.on}>{t('target.sameScale')}</SourceNote>
              <PageExport page="targets" title={t('target.title')} query={{}} />
            </>
          }
        />
      </div>
      {shown.length === 0 ? (
        <NoResult
          title={t('target.noResult')}
          ways={[{ label: t('target.dropKind'), drop: () => filters.set({ kind: undefined }) }]}
        />
      ) : (
        <IndicatorTable rows={shown} />
      )}
    </>
  )
}

import type { ProjectRow } from '@qiongding/server/capabilities/attraction/contract'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { daysFrom } from '../../kit/format.ts'
import { Icon } from '../../kit/icons.tsx'
import { Light, StageCells, Tag, Unknown, Verdict } from '../../kit/marks.tsx'
import type { TableColumn } from '../../kit/table/data-table.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel, usePack } from '../../shell/pack.ts'

/** What the next gate of a project says in a word. */
function GateWord(props: { row: ProjectRow }) {
  const { t } = useTranslation()
  const { gate } = props.row
  if (!gate) return <span className="q-third">{t('journey.lastStage')}</span>
  if (gate.passes) return <Verdict verdict="yes" word={t('journey.ready')} />
  if (gate.unmet > 0)
    return (
      <Verdict
        verdict="no"
        word={
          gate.unknown === 0
            ? t('journey.unmetOnly', { n: gate.unmet })
            : t('journey.unmet', { n: gate.unmet, unknown: gate.unknown })
        }
      />
    )
  return <Verdict verdict="unknown" word={t('journey.unknown', { n: gate.unknown })} />
}

/** On a phone the stage says its days too. */
export function useColumns(definition: string, phone: boolean): readonly TableColumn<ProjectRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const sentence = useMessage()
  const pack = usePack()
  return useMemo(() => {
    const found = pack.journeys.find((journey) => journey.id === definition)
    const stages = found?.stages ?? []
    const modes = pack.fact(found?.intake?.mode ?? '')?.values ?? []
    return [
      {
        id: 'light',
        header: t('attraction.light'),
        width: 108,
        sort: 'light',
        cell: (row) =>
          row.closed ? (
            <span className="q-third">{label(row.closed.label)}</span>
          ) : row.light ? (
            <span title={sentence(row.light.because)}>
              <Light light={row.light.light} byHand={row.light.byHand !== undefined} />
            </span>
          ) : (
            <span className="q-third">{t('attraction.noLight')}</span>
          ),
      },
      {
        id: 'title',
        header: t('attraction.project'),
        names: true,
        cell: (row) => (
          <span
            className="q-locked"
            title={row.investor === undefined ? row.title : `${row.title} · ${row.investor}`}
          >
            <b>{row.title}</b> <span className="q-third q-small">{row.no}</span>
            {row.confidential && <Icon name="lock" small />}
          </span>
        ),
      },
      {
        id: 'investor',
        header: t('attraction.investor'),
        width: 190,
        cell: (row) => row.investor ?? <Unknown />,
      },
      {
        id: 'amount',
        header: t('attraction.amountIn'),
        width: 100,
        figure: true,
        sort: 'amount',
        cell: (row) => (row.amount === undefined ? <Unknown /> : format.figure(row.amount / 1e8)),
      },
      {
        id: 'stage',
        header: t('journey.stage'),
        width: 170,
        cell: (row) =>
          phone ? (
            <span className={row.lateClocks.length > 0 ? 'q-warm' : ''}>
              {label(row.stageLabel)} {t('journey.days', { n: daysFrom(row.since, format.today) })}
            </span>
          ) : (
            <span className="q-row">
              <StageCells at={stages.findIndex((stage) => stage.id === row.stage)} of={stages.length} />
              {label(row.stageLabel)}
            </span>
          ),
      },
      {
        id: 'since',
        header: t('journey.inStage'),
        width: 96,
        figure: true,
        sort: 'since',
        cell: (row) => (
          <span className={row.lateClocks.length > 0 ? 'q-warm q-strong' : ''}>
            {t('journey.days', { n: daysFrom(row.since, format.today) })}
          </span>
        ),
      },
      {
        id: 'gate',
        header: t('journey.gate'),
        width: 150,
        cell: (row) => (row.closed ? '' : <GateWord row={row} />),
      },
      {
        id: 'clocks',
        header: t('attraction.late'),
        width: 130,
        cell: (row) =>
          row.paused ? (
            <Tag>{t('attraction.paused')}</Tag>
          ) : (
            row.lateClocks.map((clock) => label(clock)).join(t('fact.and'))
          ),
      },
      {
        id: 'mode',
        header: t('attraction.mode'),
        width: 92,
        cell: (row) =>
          row.mode === undefined ? (
            <Unknown />
          ) : (
            label(modes.find((mode) => mode.id === row.mode)?.label, row.mode)
          ),
      },
      { id: 'office', header: t('attraction.office'), width: 120, cell: (row) => label(row.office) },
    ]
  }, [t, format, label, sentence, pack, definition, phone])
}

import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Light } from '../../kit/marks.tsx'
import { PageWaiting, ProgressJob, RefusalNotice } from '../../kit/states.tsx'
import { ConclusionSentence } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { usePage } from '../../shell/page.tsx'
import { problemOf } from '../../shell/problem.ts'
import { CommitBar } from './commit-bar.tsx'
import { Correction, Corrects } from './correction.tsx'
import { Diffs } from './diffs.tsx'
import { Findings } from './findings.tsx'
import { HeldBack } from './held-back.tsx'
import { LikelyRows } from './likely.tsx'
import type { Place } from './place.ts'
import { cancelImport, importQuery, isMoving, mapColumns } from './queries.ts'
import { Reading } from './reading.tsx'
import { Returned } from './returned/page.tsx'
import { isReturned } from './returned/queries.ts'
import { Sheet } from './sheet.tsx'
import { Twins } from './twins.tsx'
import { useImportWrite } from './use-import-write.ts'
import './imports.css'

/** One list on its way in: the sheet as its office knows it, what was understood, and what will be written. */
export function ImportReview(): ReactNode {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(importQuery(id))
  usePage([{ text: t('import.title'), to: '/imports' }, { text: query.data?.fileName ?? t('import.review') }])
  if (query.error || !query.data)
    return <PageWaiting of={query} rows={14} widths={[32, '24%', '18%', '10%', '12%']} />
  // What is decided of a file of ours has it compared anew: its page stays while the server does so.
  const { data } = query
  if (isReturned(data) && (data.state === 'review' || (data.state === 'reading' && data.counts.rows > 0)))
    return <Returned key={data.id} view={data} />
  return <Read view={data} />
}

const STEPS = ['read', 'map', 'check', 'twins', 'diff', 'approve'] as const
type Step = { key: string; state: 'done' | 'waits' | 'ahead'; note: string }

function useSteps(view: ImportView): readonly Step[] {
  const { t } = useTranslation()
  const { counts } = view
  const unmapped = view.columns.filter((column) => column.fact === undefined).length
  const committed = view.state === 'committed'
  // While the sheet is read nothing is known of it yet.
  if (view.state === 'reading') return STEPS.map((key) => ({ key, state: 'ahead', note: '' }))
  const step = (key: string, open: number, note: string): Step => ({
    key,
    state: open > 0 && !committed ? 'waits' : 'done',
    note,
  })
  return [
    { key: 'read', state: 'done', note: t('import.step.readNote', { n: counts.rows }) },
    step('map', 0, t('import.step.mapNote', { n: view.columns.length - unmapped, unmapped })),
    step(
      'check',
      counts.errors,
      t('import.step.checkNote', { errors: counts.errors, remarks: counts.remarks }),
    ),
    step(
      'twins',
      counts.duplicates + (counts.undecided ?? 0),
      t('import.step.twinsNote', { n: counts.duplicates + (counts.likely ?? 0) }),
    ),
    {
      key: 'diff',
      state: committed ? 'done' : 'ahead',
      note: t('import.step.diffNote', { n: counts.updated }),
    },
    { key: 'approve', state: committed ? 'done' : 'ahead', note: t(`import.states.${view.state}`) },
  ]
}

function Steps(props: { view: ImportView }): ReactNode {
  const { t } = useTranslation()
  const steps = useSteps(props.view)
  return (
    <ol className="q-steps" aria-label={t('import.steps')}>
      {steps.map((step, at) => (
        <li key={step.key} className={step.state}>
          <i aria-hidden="true">{step.state === 'done' ? '✓' : at + 1}</i>
          <span className={step.state === 'waits' ? 'q-strong q-warm' : ''}>
            {t(`import.step.${step.key}`)}
          </span>
          <span className="q-third q-small">{step.note}</span>
        </li>
      ))}
    </ol>
  )
}

function Read(props: { view: ImportView }): ReactNode {
  const { view } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [at, setAt] = useState<Place>()
  const stop = useImportWrite({ write: () => cancelImport(view.id) })
  const moving = isMoving(view)
  return (
    <div className={view.state === 'review' ? 'q-import' : 'q-import alone'}>
      <header>
        <div className="q-row wide wrap">
          <h1 className="q-h1">{view.fileName}</h1>
          {view.demonstration && <DemoLabel />}
          {view.sheet !== undefined && (
            <span className="q-second">{t('import.sheetNamed', { name: view.sheet })}</span>
          )}
          <span className="q-source">
            {t('import.head', { source: view.source, n: format.figure(view.counts.rows) })}
            {view.asOf !== undefined && ` · ${t('asOf', { when: format.day(view.asOf) })}`}
            {view.defaultUnit !== undefined && ` · ${t('import.defaultUnit', { unit: view.defaultUnit })}`}
          </span>
        </div>
        {view.corrects && <Corrects view={view} corrects={view.corrects} />}
        {!ENDED.has(view.state) && (
          <div style={{ marginTop: 4 }}>
            <Reading view={view} />
          </div>
        )}
        <div className="q-row wrap" style={{ marginTop: 9, gap: '4px 24px' }}>
          {!ENDED.has(view.state) && <Steps view={view} />}
          {view.state === 'review' && (
            <span className="q-row wide q-small q-second q-push">
              <span className="q-row tight">
                <Light light="red" bare />
                {t('import.legend.error')}
              </span>
              <span className="q-row tight">
                <Light light="yellow" bare />
                {t('import.legend.remark')}
              </span>
              <span className="q-row tight">
                <span className="q-hatch" style={{ width: 14, height: 10 }} />
                {t('import.legend.unknown')}
              </span>
              <span className="q-row tight">
                <span className="q-sea" style={{ fontSize: 11 }}>
                  {t('import.legend.blue')}
                </span>
                {t('import.legend.readAs')}
              </span>
            </span>
          )}
        </div>
      </header>
      <div className="q-import-sheet">
        {moving && view.job && (
          <div style={{ padding: '14px 0' }}>
            <ProgressJob
              title={t(`import.moving.${view.state}`)}
              done={view.job.done}
              total={view.job.total}
              note={
                view.state === 'reading'
                  ? t('import.readingNote')
                  : view.state === 'committing'
                    ? t('import.moving.note')
                    : undefined
              }
              {...(view.state === 'withdrawn' ? {} : { onCancel: () => stop.mutate(undefined) })}
            />
          </div>
        )}
        {(view.state === 'failed' || view.refusal !== undefined) && (
          <div className="q-note bad" style={{ marginBottom: 12 }}>
            <RefusalNotice
              problem={problemOfCode(view.refusal ?? 'no-table')}
              actions={
                /^(return-not-ours$|correction-)/.test(view.refusal ?? '') && <ReadOrdinary view={view} />
              }
            />
          </div>
        )}
        {view.state === 'review' && <Sheet view={view} at={at} />}
        {ENDED.has(view.state) && !moving && <Summary view={view} />}
        {view.heldBack && <HeldBack held={view.heldBack} />}
        {ENDED.has(view.state) && !moving && <Correction view={view} />}
      </div>
      {view.state === 'review' && (
        <aside className="q-import-work" aria-label={t('import.work')}>
          <Correction view={view} />
          <Findings view={view} onGo={setAt} current={at} />
          <Twins view={view} onGo={setAt} />
          <LikelyRows view={view} onGo={setAt} />
          <Diffs view={view} onGo={setAt} />
        </aside>
      )}
      <CommitBar view={view} />
    </div>
  )
}

/** A file whose marks are not ours, or were changed, may still be a good list. */
function ReadOrdinary(props: { view: ImportView }): ReactNode {
  const { t } = useTranslation()
  const { view } = props
  const write = useImportWrite({ write: () => mapColumns(view.id, { columns: [], ordinary: true }) })
  if (!view.abilities.includes('registry.import')) return null
  return (
    <>
      <Button busy={write.isPending} onClick={() => write.mutate(undefined)}>
        {t('returned.ordinary')}
      </Button>
      {write.error !== null && <RefusalNotice problem={problemOf(write.error)} />}
    </>
  )
}

/** States after which the sheet itself is no longer kept; what it wrote stands in the records and the ledger. */
const ENDED: ReadonlySet<ImportView['state']> = new Set(['committed', 'cancelled', 'withdrawn'])

/** What became of a list, in figures. */
function Summary(props: { view: ImportView }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { counts, state } = props.view
  const written = counts.created + counts.updated
  const outcome =
    state === 'cancelled' && written > 0 ? 'stopped' : props.view.heldBack ? 'partlyWithdrawn' : state
  const rows = [
    { name: t('import.created'), value: counts.created },
    { name: t('import.updated'), value: counts.updated },
    ...(counts.removed ? [{ name: t('returned.removed'), value: counts.removed }] : []),
    { name: t('import.unchanged'), value: counts.unchanged },
    { name: t('import.heldRows'), value: counts.held + counts.duplicates },
    { name: t('import.errors'), value: counts.errors },
  ]
  return (
    <section>
      <ConclusionSentence>
        {t(`import.ended.${outcome}`, {
          n: format.figure(written),
        })}
      </ConclusionSentence>
      <dl className="q-pairs" style={{ margin: '10px 0', maxWidth: 320 }}>
        {rows.map((row) => (
          <div key={row.name} style={{ display: 'contents' }}>
            <dt>{row.name}</dt>
            <dd className="q-right">{format.figure(row.value)}</dd>
          </div>
        ))}
      </dl>
      <p className="q-source">{t('import.sheetGone')}</p>
    </section>
  )
}

/** A refusal that travelled as a code inside the list itself. */
function problemOfCode(code: string): ReturnType<typeof problemOf> {
  return { kind: 'refusal', code, status: 422, facts: {}, at: new Date().toISOString() }
}

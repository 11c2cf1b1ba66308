import { useIsFetching } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { DemoLabel } from '../../../kit/marks.tsx'
import { RefusalNotice } from '../../../kit/states.tsx'
import { ConclusionSentence } from '../../../kit/text.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useFilters } from '../../../shell/list.ts'
import { labelIn, useLabel, usePack } from '../../../shell/pack.ts'
import { problemOf } from '../../../shell/problem.ts'
import { ViewTabs } from '../../../shell/view-tabs.tsx'
import { Findings } from '../findings.tsx'
import type { Place } from '../place.ts'
import { Reading } from '../reading.tsx'
import { Sheet } from '../sheet.tsx'
import { Twins } from '../twins.tsx'
import { useImportWrite } from '../use-import-write.ts'
import { ApproveBar } from './approve-bar.tsx'
import { Changes } from './changes.tsx'
import { Fresh, Held } from './fresh.tsx'
import { Missing } from './missing.tsx'
import { compareAgain, type ReturnedView } from './queries.ts'
import { type DecisionsHere, useDecisions } from './use-decisions.ts'
import { useWho } from './who.ts'
import '../../../shell/list.css'
import './returned.css'

const PARTS = ['both', 'theirs', 'cleared', 'missing', 'fresh', 'twins', 'held', 'findings', 'sheet'] as const
type Part = (typeof PARTS)[number]
/** Parts that are there even with nothing in them. */
const ALWAYS: ReadonlySet<Part> = new Set(['both', 'theirs', 'sheet'])

function countsOf({ counts, returned }: ReturnedView): Readonly<Record<Part, number | undefined>> {
  return {
    both: returned.fields?.both.n ?? 0,
    theirs: returned.fields?.theirs.n ?? 0,
    cleared: returned.fields?.cleared.n ?? 0,
    missing: returned.missing ?? 0,
    fresh: counts.created,
    twins: counts.duplicates,
    held: counts.held,
    findings: counts.errors + counts.remarks,
    sheet: undefined,
  }
}

/** Where a reader begins: at what waits for him, or at what changed. */
function firstPart(view: ReturnedView): Part {
  const counts = countsOf(view)
  if (view.counts.conflicts) return 'both'
  if (view.counts.cleared) return 'cleared'
  if (view.counts.absent) return 'missing'
  return PARTS.find((part) => (counts[part] ?? 0) > 0) ?? 'theirs'
}

/** A file of ours that came back: what changed since it went out, field by field, and what a person decides of it. */
export function Returned(props: { view: ReturnedView }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const filters = useFilters()
  const { view } = props
  const here = useDecisions(view)
  const [at, setAt] = useState<Place>()
  const [first] = useState(() => firstPart(view))
  const counts = countsOf(view)
  const asked = filters.value('part')
  const part = PARTS.find((one) => one === asked) ?? first
  const show = (one: Part) => filters.set({ part: one })
  const toCell = (place: Place) => {
    setAt(place)
    show('sheet')
  }
  const open = view.counts.conflicts ?? 0
  return (
    <div className="q-returned">
      <header>
        <div className="q-row wide wrap">
          <h1 className="q-h1">{view.fileName}</h1>
          {view.demonstration && <DemoLabel />}
          <Journey view={view} />
        </div>
        <Conclusion view={view} />
        <Warnings view={view} here={here} />
      </header>
      <ViewTabs
        label={t('returned.parts')}
        views={PARTS.filter((one) => ALWAYS.has(one) || (counts[one] ?? 0) > 0 || one === part).map((id) => {
          const n = counts[id]
          return {
            id,
            text: t(`returned.part.${id}`),
            ...(n !== undefined && { count: format.figure(n) }),
          }
        })}
        current={part}
        onChoose={(id) => show(id as Part)}
        aside={<Comparing here={here} />}
      />
      <div className="q-returned-body">
        {here.error !== null && (
          <div className="q-note caution" style={{ margin: '10px 0' }}>
            <RefusalNotice problem={problemOf(here.error)} />
          </div>
        )}
        {(part === 'both' || part === 'theirs' || part === 'cleared') && (
          <Changes key={part} view={view} way={part} here={here} open={open} />
        )}
        {part === 'missing' && <Missing view={view} here={here} />}
        {part === 'fresh' && <Fresh view={view} here={here} />}
        {part === 'held' && <Held view={view} here={here} />}
        {view.state === 'review' && part === 'twins' && <Twins view={view} onGo={toCell} />}
        {view.state === 'review' && part === 'findings' && (
          <Findings view={view} onGo={toCell} current={at} />
        )}
        {view.state === 'review' && part === 'sheet' && (
          <div className="q-returned-sheet">
            <Reading view={view} />
            <Sheet view={view} at={at} />
          </div>
        )}
      </div>
      <ApproveBar view={view} here={here} />
    </div>
  )
}

/** The way of the file: who took it out, when and of which day, and who sent it back. */
function Journey(props: { view: ReturnedView }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const who = useWho()
  const { returned, kind } = props.view
  const list =
    returned.template === undefined
      ? label(pack.kind(kind)?.label, kind)
      : label(labelIn(pack.templates, returned.template), returned.template)
  return (
    <span className="q-source">
      {t('returned.out', { who: who(returned), when: format.moment(returned.recordedAt), list })}
      {returned.rows !== undefined && t('returned.rows', { n: format.figure(returned.rows) })}
      {' · '}
      {t('asOf', { when: format.day(returned.on) })}
      {returned.filter !== undefined && ` · ${returned.filter}`}
      {' → '}
      {t('returned.in', { who: who(returned.returner), when: format.moment(returned.returner.at) })}
    </span>
  )
}

/** The one sentence: what waits, or that nothing does. */
function Conclusion(props: { view: ReturnedView }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const { counts, returned } = props.view
  const changed = (returned.fields?.theirs.n ?? 0) + (returned.fields?.both.n ?? 0)
  const asks = [
    counts.conflicts ? t('returned.asks.both', { n: format.figure(counts.conflicts) }) : undefined,
    counts.cleared ? t('returned.asks.cleared', { n: format.figure(counts.cleared) }) : undefined,
    counts.absent ? t('returned.asks.missing', { n: format.figure(counts.absent) }) : undefined,
  ].filter((text) => text !== undefined)
  const nothing = changed === 0 && asks.length === 0 && counts.created === 0 && counts.held === 0
  return (
    <ConclusionSentence>
      {nothing ? t('returned.nothing') : t('returned.changed', { n: format.figure(changed) })}
      {asks.length > 0 && <b className="q-warm">{asks.join(t('fact.and'))}</b>}
      {asks.length > 0 && t('returned.asks.until')}
    </ConclusionSentence>
  )
}

/** What has happened beside this file, and a past day that it speaks of. */
function Warnings(props: { view: ReturnedView; here: DecisionsHere }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const who = useWho()
  const { view, here } = props
  const { returned, counts } = view
  const again = useImportWrite({ write: () => compareAgain(view.id) })
  const since = returned.changedMeanwhile ?? 0
  return (
    <>
      {since > 0 && (
        <div className="q-note warm" role="status">
          <span className="q-grow">{t('returned.since', { n: format.figure(since) })}</span>
          <Button
            small
            disabled={here.pending}
            busy={again.isPending}
            onClick={() => again.mutate(undefined)}
          >
            {t('returned.again')}
          </Button>
        </div>
      )}
      {returned.rivals.map((rival) => (
        <div key={rival.importId} className="q-note sea">
          <span>
            {t('returned.rival', { who: who(rival), n: format.figure(rival.fields) })}{' '}
            <Link to="/imports/$id" params={{ id: rival.importId }}>
              {rival.fileName}
            </Link>
          </span>
        </div>
      ))}
      {returned.past && <p className="q-source">{t('returned.past', { when: format.day(returned.on) })}</p>}
      {(counts.elsewhere ?? 0) > 0 && (
        <p className="q-source">{t('returned.elsewhere', { n: format.figure(counts.elsewhere ?? 0) })}</p>
      )}
    </>
  )
}

/** That the server compares anew, so that the figures beside it are about to change. */
function Comparing(props: { here: DecisionsHere }): ReactNode {
  const { t } = useTranslation()
  const fetching = useIsFetching({ queryKey: ['returned-rows'] }) > 0
  return (
    <span className="q-source" role="status">
      {props.here.pending || fetching ? t('returned.comparing') : t('returned.nothingYet')}
    </span>
  )
}

import type { NeedRow } from '@qiongding/server/spine/registry/needs/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag, type TagTone } from '../../kit/marks.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../kit/states.tsx'
import { ConclusionSentence } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf } from '../../shell/as-of.ts'
import { useFilters, useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { AskDialog } from './asks.tsx'
import { needListQuery, type View } from './queries.ts'
import { SayForm } from './say-form.tsx'
import './needs.css'

const VIEWS = ['due', 'unanswered', 'open', 'expired', 'filled', 'dropped', 'all'] as const
const TONE: Partial<Record<NeedRow['standing'], TagTone>> = {
  open: 'good',
  expiring: 'warm',
  expired: 'caution',
  unknown: 'unknown',
}

/** Needs by how they stand: which run out, who was asked, and who has not answered. */
export function NeedsPage(): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const filters = useFilters()
  const { kind } = useParams({ strict: false }) as { kind: string }
  const wanted = filters.value('view') ?? 'due'
  const view = (VIEWS as readonly string[]).includes(wanted) ? (wanted as View) : 'due'
  const query = useInfiniteQuery(needListQuery(kind, view, useAsOf()))
  const rows = useRows(query.data?.pages)
  const first = query.data?.pages[0]
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const [saying, setSaying] = useState<NeedRow>()
  usePage([{ text: t('need.title') }, { text: label(pack.kind(kind)?.label, kind) }])
  const count = (one: (typeof VIEWS)[number]): number | undefined => {
    if (!first) return undefined
    const { counts } = first
    if (one === 'due') return counts.expiring + counts.expired + counts.unknown
    if (one === 'all')
      return counts.open + counts.expiring + counts.expired + counts.unknown + counts.filled + counts.dropped
    return counts[one]
  }
  const mayAsk = first?.abilities.includes('need.ask') === true
  return (
    <div className="q-page">
      <h1 className="q-hidden">{t('need.title')}</h1>
      {first && (
        <ConclusionSentence>
          {t('need.conclusion', {
            expiring: first.counts.expiring,
            expired: first.counts.expired,
            unanswered: first.counts.unanswered,
            days: first.askDays,
          })}
        </ConclusionSentence>
      )}
      <ViewTabs
        label={t('list.views')}
        current={view}
        views={VIEWS.map((one) => ({ id: one, text: t(`need.view.${one}`), count: count(one)?.toString() }))}
        onChoose={(next) => {
          setChosen(new Set())
          filters.set({ view: next === 'due' ? undefined : next })
        }}
        aside={
          mayAsk ? (
            <Button kind="primary" disabled={chosen.size === 0} onClick={() => setAsking(true)}>
              {t('need.ask.verb', { n: chosen.size })}
            </Button>
          ) : undefined
        }
      />
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={10} />}
      {query.data && rows.length === 0 && (
        <EmptyState title={t('need.empty.title')}>{t('need.empty.step')}</EmptyState>
      )}
      {mayAsk && rows.length > 0 && (
        <Checkbox
          className="q-need-all"
          checked={chosen.size === rows.length}
          indeterminate={chosen.size > 0 && chosen.size < rows.length}
          onChange={(event) =>
            setChosen(event.target.checked ? new Set(rows.map((row) => row.id)) : new Set())
          }
        >
          {t('need.chooseAll', { n: rows.length })}
        </Checkbox>
      )}
      <ul>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            kind={kind}
            {...(mayAsk
              ? {
                  chosen: chosen.has(row.id),
                  onChoose: (on: boolean) => {
                    const next = new Set(chosen)
                    if (on) next.add(row.id)
                    else next.delete(row.id)
                    setChosen(next)
                  },
                }
              : {})}
            onSay={() => setSaying(row)}
          />
        ))}
      </ul>
      <More of={query} />
      {asking && (
        <AskDialog
          kind={kind}
          needIds={[...chosen]}
          onClose={() => {
            setAsking(false)
            setChosen(new Set())
          }}
        />
      )}
      {saying && first && (
        <SayForm
          kind={kind}
          need={saying}
          rule={first}
          told={!saying.abilities.includes('need.confirm')}
          onClose={() => setSaying(undefined)}
        />
      )}
    </div>
  )
}

function Row(props: {
  row: NeedRow
  kind: string
  chosen?: boolean
  onChoose?: (on: boolean) => void
  onSay: () => void
}): ReactNode {
  const { row, onChoose } = props
  const { t } = useTranslation()
  const format = useFormat()
  const tone = TONE[row.standing]
  const may = row.abilities.includes('need.confirm') || row.abilities.includes('need.record')
  return (
    <li className="q-list-row q-need-row">
      {onChoose && (
        <Checkbox
          aria-label={t('need.choose', { name: row.name })}
          checked={props.chosen === true}
          onChange={(event) => onChoose(event.target.checked)}
        />
      )}
      <span className="q-need-name">
        <Link to="/registry/$kind/$id" params={{ kind: props.kind, id: row.id }}>
          <b>{row.name}</b>
        </Link>{' '}
        {row.demonstration && <DemoLabel />}
        <span className="q-source">
          {row.holder?.name ?? <span className="q-unknown-word">{t('need.noHolder')}</span>}
          {' · '}
          {row.quantity === undefined ? (
            <span className="q-unknown-word">{t('need.noQuantity')}</span>
          ) : (
            t('balance.heads', { n: format.figure(row.quantity) })
          )}
        </span>
      </span>
      <span className="q-need-state">
        <Tag {...(tone ? { tone } : {})}>{t(`need.standing.${row.standing}`)}</Tag>{' '}
        {row.until !== undefined && (
          <span className="q-small q-second">{t('need.to', { day: format.day(row.until) })}</span>
        )}
      </span>
      <span className="q-need-asked q-small q-second">
        {row.asked && (
          <span>
            {t(`need.asked.${row.asked.state}`, { day: format.day(row.asked.on), by: row.asked.by })}{' '}
          </span>
        )}
        {row.said && (
          <span>
            {t('need.saidBy', {
              answer: t(`need.answer.${row.said.answer}`),
              channel: t(`need.channel.${row.said.channel}`),
              day: format.day(row.said.on),
            })}
            {row.said.reason !== undefined && ` ${row.said.reason}`}
          </span>
        )}
        {!row.asked && !row.said && (row.hasContact ? t('need.neverAsked') : t('need.noContact'))}
      </span>
      {may && (
        <Button small onClick={props.onSay}>
          {t(row.abilities.includes('need.confirm') ? 'need.confirm' : 'need.record')}
        </Button>
      )}
    </li>
  )
}

import type { DiffRow } from '@qiongding/server/spine/registry/lists/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useFactText } from '../../shell/facts.ts'
import { useRows } from '../../shell/list.ts'
import { More } from '../../shell/more.tsx'
import { useLabel, usePack } from '../../shell/pack.ts'
import { diffQuery } from './queries.ts'

type Ends = { from: string; to: string; known?: 'then' | 'today' }
type Show = DiffRow['how'] | 'all'

/** What differs between two ends of a list: who came, who went, what changed, and why. */
export function DiffRows(props: { list: string; kind: string; ends: Ends }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const [show, setShow] = useState<Show>('all')
  const query = useInfiniteQuery(
    diffQuery(props.list, { ...props.ends, ...(show === 'all' ? {} : { show }) }),
  )
  const rows = useRows(query.data?.pages)
  const counts = query.data?.pages[0]?.counts
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!counts) return <Skeleton rows={8} />
  const total = counts.entered + counts.left + counts.changed
  return (
    <section>
      <p style={{ margin: '6px 0' }}>
        {total === 0
          ? t('list.diff.same', { n: format.figure(counts.same) })
          : t('list.diff.said', {
              entered: format.figure(counts.entered),
              left: format.figure(counts.left),
              changed: format.figure(counts.changed),
              same: format.figure(counts.same),
            })}
      </p>
      {total > 0 && (
        <Segmented<Show>
          size="small"
          value={show}
          options={[
            { value: 'all', label: t('list.diff.all', { n: format.figure(total) }) },
            ...(['entered', 'left', 'changed'] as const).map((how) => ({
              value: how,
              label: t(`list.diff.${how}`, { n: format.figure(counts[how]) }),
            })),
          ]}
          onChange={setShow}
        />
      )}
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} kind={props.kind} />
        ))}
      </ul>
      <More of={query} />
    </section>
  )
}

const TONE = { entered: 'good', left: undefined, changed: 'sea' } as const

function Row(props: { row: DiffRow; kind: string }): ReactNode {
  const { row } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const tone = TONE[row.how]
  const side = (key: string, one: DiffRow['fields'][number]['before'], masked: boolean): ReactNode => {
    if (!one) return <span className="q-unknown-word">{t('unknown')}</span>
    if (one.value === undefined)
      return <span className="q-third">{masked ? t('fact.masked') : t('unknown')}</span>
    return factText(key, one.value)
  }
  return (
    <li className="q-diff-row">
      <div className="q-row wrap">
        <Tag {...(tone ? { tone } : {})}>{t(`list.how.${row.how}`)}</Tag>
        <Link to="/registry/$kind/$id" params={{ kind: props.kind, id: row.id }}>
          <b>{row.name}</b>
        </Link>
      </div>
      {row.fields.map((field) => (
        <p key={field.key} className="q-small">
          <span className="q-third">{label(pack.fact(field.key)?.label, field.key)} </span>
          {side(field.key, field.before, field.masked)}
          <span aria-hidden="true"> → </span>
          <span className="q-hidden">{t('list.diff.becomes')}</span>
          <span className="q-mark-word">{side(field.key, field.after, field.masked)}</span>
          {field.after && (
            <span className="q-source">
              {' '}
              {field.after.source} · {t('asOf', { when: format.day(field.after.asOf) })}
            </span>
          )}
        </p>
      ))}
      <p className="q-source">
        {t(`list.why.${row.why.how}`)}
        {row.why.statements.map((one) => (
          <span key={one.id}>
            {' '}
            {t('list.why.statement', {
              source: one.source,
              by: one.by,
              when: format.moment(one.recordedAt),
            })}
          </span>
        ))}
      </p>
    </li>
  )
}

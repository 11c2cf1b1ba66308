import type { Paper } from '@qiongding/server/desks/briefing/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useAsOf, useIsPast } from '../../shell/as-of.ts'
import { useMatterText } from '../../shell/matters.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel } from '../../shell/pack.ts'
import { usePage } from '../../shell/page.tsx'
import { PageExport } from '../../shell/page-export.tsx'
import { type Block, paperBlocks } from './blocks.ts'
import { paperQuery } from './queries.ts'
import './briefing.css'

/** The Monday of the week before the one a day lies in is where a weekly paper begins; the last Monday, where today is not one. */
function lastMonday(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  const back = (at.getUTCDay() + 6) % 7 || 7
  return new Date(at.getTime() - back * 86_400_000).toISOString().slice(0, 10)
}

/** The weekly paper: it writes itself from what changed, each with its cause. */
export function WeeklyPaper(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const ids = { from: useId(), to: useId() }
  const { definition } = useParams({ strict: false }) as { definition: string }
  const isPast = useIsPast()
  const asOf = useAsOf()
  const end = isPast && asOf.on !== undefined ? asOf.on : format.today
  const [days, setDays] = useState({ from: lastMonday(end), to: end })
  const query = useQuery({
    ...paperQuery(definition, days.from, days.to),
    enabled: days.from !== '' && days.to !== '' && days.from < days.to,
  })
  usePage([{ text: t('dispatch.title'), to: '/dispatch' }, { text: t('briefing.paper.title') }])
  const field = (which: 'from' | 'to') => (
    <label className="q-row q-small" htmlFor={ids[which]}>
      {t(`briefing.paper.${which}`)}
      <Input
        id={ids[which]}
        type="date"
        size="small"
        max={end}
        value={days[which]}
        onChange={(event) => setDays({ ...days, [which]: event.target.value })}
        style={{ width: 140 }}
      />
    </label>
  )
  return (
    <div className="q-page q-sheet">
      <div className="q-row wrap q-no-print" style={{ marginBottom: 10 }}>
        {field('from')}
        {field('to')}
        <span className="q-second q-small">{t('briefing.paper.means')}</span>
      </div>
      {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
      {query.isPending && query.isFetching && <Skeleton rows={12} widths={['80%']} />}
      {query.data && <Read paper={query.data} />}
    </div>
  )
}

function Read(props: { paper: Paper }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const matter = useMatterText()
  const message = useMessage()
  const { paper } = props
  const [making, setMaking] = useState(false)
  const title = t('briefing.paper.titleOf', { what: label(paper.definitionLabel) })
  const subtitle = t('briefing.paper.span', { from: format.day(paper.from), to: format.day(paper.to) })
  const blocks = paperBlocks(paper, {
    t: (key, params) => t(key, params ?? {}),
    format,
    label,
    matter,
    light: (light) => message(light.because),
  })
  const closed = [...paper.opened, ...paper.advanced, ...paper.late].some((one) => one.confidential)
  async function save(): Promise<void> {
    setMaking(true)
    try {
      const { paperFile } = await import('./document.ts')
      const marks = [
        ...(closed ? [t('briefing.paper.internal')] : []),
        ...(paper.demonstration ? [t('briefing.paper.madeUp')] : []),
      ]
      const file = await paperFile({ title, subtitle: [subtitle, ...marks].join(' '), blocks })
      const link = document.createElement('a')
      link.href = URL.createObjectURL(file)
      link.download = `${title} ${paper.to}.docx`
      link.click()
      // Some browsers read the file only after the click has been handled.
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    } finally {
      setMaking(false)
    }
  }
  return (
    <article>
      <div className="q-row wrap">
        <h1 className="q-h1">{title}</h1>
        <span className="q-second">{subtitle}</span>
        {closed && <Tag tone="caution">{t('briefing.paper.internal')}</Tag>}
        {paper.demonstration && <DemoLabel />}
        <span className="q-push q-row q-no-print">
          <PageExport
            page="report"
            title={t('briefing.paper.report')}
            button={t('briefing.paper.reportVerb')}
            query={{ definition: paper.definition, on: paper.to }}
          />
          <Button kind="primary" busy={making} onClick={() => void save()}>
            {t('briefing.paper.save')}
          </Button>
        </span>
      </div>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one paper never move
        <BlockOf key={index} block={block} />
      ))}
    </article>
  )
}

function BlockOf(props: { block: Block }): ReactNode {
  const { block } = props
  if (block.kind === 'heading') return <h2 className="q-h2 q-paper-heading">{block.text}</h2>
  if (block.kind === 'text') return <p className="q-paper-text">{block.text}</p>
  if (block.kind === 'item')
    return (
      <p className="q-paper-item">
        {block.to === undefined ? (
          block.text
        ) : (
          <Link to="/journeys/$id" params={{ id: block.to }}>
            {block.text}
          </Link>
        )}
      </p>
    )
  return (
    <table className="q-table q-paper-table" aria-label={block.label}>
      <thead>
        <tr>
          {block.head.map((cell, index) => (
            <th key={cell} scope="col" className={index === 0 ? '' : 'q-right'}>
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((row) => (
          <tr key={row[0]}>
            {row.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is told by its column
              <td key={index} className={index === 0 ? '' : 'q-right'}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

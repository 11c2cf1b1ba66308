import { useInfiniteQuery } from '@tanstack/react-query'
import { Checkbox, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Tag } from '../../kit/marks.tsx'
import { ErrorState, NoResult, Skeleton } from '../../kit/states.tsx'
import { useRows } from '../../shell/list.ts'
import { needsQuery } from '../../shell/matches.ts'
import { More } from '../../shell/more.tsx'
import { Refused } from '../../shell/refused.tsx'

/** Needs of a profile to choose several of. Those that are there already, and those that ended, cannot be chosen. */
export function ChooseNeeds(props: {
  profile: string
  there: readonly string[]
  busy: boolean
  error: unknown
  onChoose: (ids: readonly string[]) => void
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [q, setQ] = useState<string>()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const query = useInfiniteQuery(needsQuery(props.profile, q, {}))
  const rows = useRows(query.data?.pages)
  const there = new Set(props.there)
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => {
      const next = new Set(before)
      if (on) next.add(id)
      else next.delete(id)
      return next
    })
  return (
    <Dialog title={t('gathering.addNeeds')} onClose={props.onClose} wide>
      <Input.Search
        aria-label={t('registry.find')}
        placeholder={t('registry.find')}
        allowClear
        value={text}
        onChange={(event) => setText(event.target.value)}
        onSearch={(next) => setQ(next.trim() || undefined)}
      />
      <div className="q-choose">
        {query.error && <ErrorState error={query.error} again={() => void query.refetch()} />}
        {query.isPending && <Skeleton rows={6} widths={['50%', '30%']} />}
        {query.data && rows.length === 0 && <NoResult title={t('match.noResult')} ways={[]} />}
        {rows.map((row) => {
          const ended = row.expiredOn !== undefined || row.closed !== undefined
          return (
            <Checkbox
              key={row.id}
              disabled={there.has(row.id) || ended}
              checked={there.has(row.id) || chosen.has(row.id)}
              onChange={(event) => toggle(row.id, event.target.checked)}
            >
              {row.name} <span className="q-source">{row.holder?.name}</span>{' '}
              {row.requirements === 0 && <Tag tone="warm">{t('match.vague')}</Tag>}
              {ended && <Tag>{t('match.expired')}</Tag>}
            </Checkbox>
          )
        })}
        <More of={query} />
      </div>
      <Refused error={props.error} />
      <div className="q-row">
        <Button
          kind="primary"
          disabled={chosen.size === 0}
          busy={props.busy}
          onClick={() => props.onChoose([...chosen])}
        >
          {t('gathering.addChosen', { n: chosen.size })}
        </Button>
      </div>
    </Dialog>
  )
}

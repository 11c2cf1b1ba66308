import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel } from '../../kit/marks.tsx'
import { useFilters } from '../../shell/list.ts'
import { FilterChips } from './filters/chips.tsx'

/** What narrows a list stands left, what is done with it right; on a phone one below the other. */
export function Toolbar(props: { kind: string; demonstration: boolean; actions: ReactNode }): ReactNode {
  const filters = useFilters()
  return (
    <div className="q-filters q-toolbar">
      <SearchBox />
      <FilterChips
        kind={props.kind}
        q={filters.value('q')}
        filter={filters.value('filter') ?? ''}
        onChange={(filter) => filters.set({ filter: filter === '' ? undefined : filter })}
      />
      <div className="q-actions">
        {props.demonstration && <DemoLabel />}
        {props.actions}
      </div>
    </div>
  )
}

/** Finds by name, by first letters, by whole syllables; Enter searches, emptied it lets go. */
function SearchBox(): ReactNode {
  const { t } = useTranslation()
  const filters = useFilters()
  const q = filters.value('q') ?? ''
  // What is typed counts until the address says something else: a view that is opened, a way back.
  const [typed, setTyped] = useState({ of: q, text: q })
  const text = typed.of === q ? typed.text : q
  return (
    <Input.Search
      className="q-search"
      aria-label={t('registry.find')}
      placeholder={t('registry.find')}
      allowClear
      value={text}
      onChange={(event) => setTyped({ of: q, text: event.target.value })}
      onSearch={(sought) => filters.set({ q: sought.trim() || undefined })}
    />
  )
}

import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsOf } from '../../shell/as-of.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { namedQuery } from './queries.ts'

/** The telephone rings: a name is typed, and the answer is read out. */
export function AskByName(props: { kinds: readonly string[] }): ReactNode {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const pack = usePack()
  const label = useLabel()
  const asOf = useAsOf()
  const [text, setText] = useState('')
  const typed = useDeferredValue(text.trim())
  const found = useQueries({
    queries: props.kinds.map((kind) => ({
      ...namedQuery(kind, typed, asOf),
      placeholderData: keepPreviousData,
    })),
  })
  const options = props.kinds
    .map((kind, at) => ({
      label: label(pack.kind(kind)?.label, kind),
      options: (typed === '' ? [] : (found[at]?.data?.rows ?? [])).map((row) => ({
        value: `${kind}/${row.id}`,
        label: row.name,
      })),
    }))
    .filter((group) => group.options.length > 0)
  const busy = typed !== '' && found.some((one) => one.isFetching)
  return (
    <div className="q-ask">
      <label className="q-small q-second" htmlFor="policy-ask">
        {t('policy.ask')}
      </label>
      <Select
        showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
        value={null}
        placeholder={t('policy.askPlaceholder')}
        id="policy-ask"
        options={options}
        suffixIcon={null}
        notFoundContent={
          typed === '' ? null : busy ? t('policy.looking') : t('policy.nobody', { text: typed })
        }
        onChange={(choice: string | null) => {
          const [kind, id] = (choice ?? '').split('/')
          if (kind && id) void navigate({ to: '/policies/answers/$kind/$id', params: { kind, id } })
        }}
      />
    </div>
  )
}

import { Input, Segmented, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../kit/field.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useVersionName } from './badges.tsx'
import { DiffRows } from './diff-rows.tsx'
import type { ListRead } from './list.tsx'

type Known = 'then' | 'today'

/** Two ends to choose, versions or days, and what differs between them. */
export function Diff(props: { list: ListRead }): ReactNode {
  const { list } = props
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useVersionName()
  const [from, setFrom] = useState(list.published?.id ?? format.today)
  const [to, setTo] = useState('now')
  const [known, setKnown] = useState<Known>('then')
  const days = [from, to].some((end) => /^\d{4}-\d\d-\d\d$/.test(end))
  const ends = [
    ...list.versions
      .filter((one) => one.state !== 'preparing')
      .map((one) => ({
        value: one.id,
        label: `${nameOf(one)} · ${t('asOf', { when: format.day(one.on) })}`,
      })),
    { value: 'now', label: t('list.now') },
    { value: 'day', label: t('list.diff.day') },
  ]
  const end = (value: string, change: (next: string) => void, text: string): ReactNode => {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(value)
    return (
      <Field label={text}>
        {(ids) => (
          <span className="q-row wrap">
            <Select
              {...ids}
              style={{ minWidth: 200 }}
              value={isDay ? 'day' : value}
              options={ends}
              onChange={(next) => change(next === 'day' ? format.today : next)}
            />
            {isDay && (
              <Input
                type="date"
                aria-label={t('list.diff.day')}
                style={{ width: 150 }}
                max={format.today}
                value={value}
                onChange={(event) => event.target.value !== '' && change(event.target.value)}
              />
            )}
          </span>
        )}
      </Field>
    )
  }
  return (
    <div style={{ overflow: 'auto', paddingBottom: 20 }}>
      <div className="q-row wrap loose top" style={{ marginTop: 10 }}>
        {end(from, setFrom, t('list.diff.from'))}
        {end(to, setTo, t('list.diff.to'))}
        {days && (
          <Field label={t('list.diff.known')}>
            {(ids) => (
              <Segmented<Known>
                {...ids}
                value={known}
                options={[
                  { value: 'then', label: t('list.diff.then') },
                  { value: 'today', label: t('list.diff.today') },
                ]}
                onChange={setKnown}
              />
            )}
          </Field>
        )}
      </div>
      <DiffRows list={list.id} kind={list.kind} ends={{ from, to, known }} />
    </div>
  )
}

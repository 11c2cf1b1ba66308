import type { SubjectRow } from '@qiongding/server/spine/registry/contract'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useCellText, useFactHeader } from '../../shell/facts.ts'

/** What can be done with the rows chosen: copy them as a table that Excel takes, or let go. */
export function BulkBar(props: {
  count: number
  /** Every row that the conditions leave is chosen, seen or not. */
  all: boolean
  /** The rows themselves, where all of them are at hand. */
  rows: readonly SubjectRow[] | undefined
  columns: readonly string[]
  onClear: () => void
  children?: ReactNode
}): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const header = useFactHeader()
  const cellText = useCellText()
  const [copied, setCopied] = useState(false)
  const facts = props.columns.filter((id) => id !== 'name' && id !== 'asOf')

  async function copy(rows: readonly SubjectRow[]): Promise<void> {
    const head = [t('registry.name'), ...facts.map(header)]
    const lines = rows.map((row) => [
      row.name,
      ...facts.map((key) => {
        const value = row.values[key]
        return value === undefined ? t('unknown') : cellText(key, value)
      }),
    ])
    await navigator.clipboard.writeText([head, ...lines].map((cells) => cells.join('\t')).join('\n'))
    setCopied(true)
  }

  const { rows } = props
  return (
    <section className="q-bulk" aria-label={t('registry.bulk')}>
      <b>
        {t(props.all ? 'registry.chosenAll' : 'registry.chosen', {
          count: props.count,
          n: format.figure(props.count),
        })}
      </b>
      {props.children}
      {rows && (
        <Button small onClick={() => void copy(rows)}>
          {t(copied ? 'registry.copied' : 'registry.copy')}
        </Button>
      )}
      <Button small kind="link" onClick={props.onClear}>
        {t('registry.clear')}
      </Button>
    </section>
  )
}

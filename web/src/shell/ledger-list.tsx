import type { LedgerRow } from '@qiongding/server/platform/ledger/contract'
import { type ReactNode, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { SectionTitle } from '../kit/text.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useLabel, usePack } from './pack.ts'
import './ledger-list.css'

/** What happened, as a short sentence of the locale, with the facts of the pack that it touched. */
export function useLedgerSentence(): (row: LedgerRow) => string {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  return useCallback(
    (row) => {
      const fields = row.changes.flatMap(({ field }) => {
        const fact = pack.fact(field)
        return fact ? [label(fact.label, field)] : []
      })
      const what = t(`event.${row.name.replaceAll('.', '-')}`, { defaultValue: row.name })
      return fields.length === 0
        ? what
        : t('ledger.with', { what, fields: fields.slice(0, 3).join(t('fact.and')) })
    },
    [t, label, pack],
  )
}

/** Who did it: a person, the enterprise itself, or the system. */
export function useActorName(): (actor: LedgerRow['actor']) => string {
  const { t } = useTranslation()
  return useCallback(
    (actor) =>
      actor.kind === 'person' || actor.kind === 'enterprise' ? actor.name : t(`ledger.actor.${actor.kind}`),
    [t],
  )
}

/** The tail of the ledger beside a record: only ever added to. */
export function LedgerList(props: { rows: readonly LedgerRow[] }): ReactNode {
  const { rows } = props
  const { t } = useTranslation()
  const format = useFormat()
  const sentence = useLedgerSentence()
  const actorName = useActorName()
  if (rows.length === 0) return null
  return (
    <section style={{ marginTop: 18 }}>
      <SectionTitle level={3} beside={t('ledger.onlyAdded', { n: rows.length })}>
        {t('ledger.title')}
      </SectionTitle>
      <ol className={rows.some((row) => format.day(row.day).length > 6) ? 'q-ledger wide' : 'q-ledger'}>
        {rows.map((row) => (
          <li key={row.id}>
            <time className="q-source" dateTime={row.recordedAt} title={format.moment(row.recordedAt)}>
              {format.day(row.day)}
            </time>
            <i className={row.actor.kind === 'enterprise' ? 'enterprise' : ''} aria-hidden="true" />
            <span className="q-small">
              <b>{actorName(row.actor)}</b> {sentence(row)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

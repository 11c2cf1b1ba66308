import type { Merged } from '@qiongding/server/spine/registry/contract'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../kit/use-format.ts'
import { useIsPast } from '../../../shell/as-of.ts'
import { UndoForm } from './undo-form.tsx'

type MergedRecord = {
  name: string
  merged: readonly Merged[]
  askedFor?: string | undefined
  abilities: readonly string[]
}

/** On a record: which others show here since they were merged, by whom, and the way back. */
export function MergedFrom(props: { subject: MergedRecord }): ReactNode {
  const { subject } = props
  const { t } = useTranslation()
  const format = useFormat()
  const isPast = useIsPast()
  const [undoing, setUndoing] = useState<Merged>()
  if (subject.merged.length === 0) return null
  const mayUndo = subject.abilities.includes('registry.merge') && !isPast
  const asked = subject.merged.find((one) => one.id === subject.askedFor)
  return (
    <div className="q-note sea" style={{ marginTop: 10 }}>
      <div className="q-grow">
        {asked && <p>{t('duplicates.askedFor', { name: asked.name, into: subject.name })}</p>}
        <ul>
          {subject.merged.map((one) => (
            <li key={one.mergeId} className="q-row wrap base">
              <span>{t('duplicates.mergedFrom', { name: one.name, n: one.statements })}</span>
              <span className="q-source">
                {one.by} · {format.moment(one.recordedAt)}
                {one.reason !== undefined && ` · ${one.reason}`}
              </span>
              {mayUndo && (
                <button type="button" className="q-plain-button" onClick={() => setUndoing(one)}>
                  {t('duplicates.undo')}
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
      {undoing && (
        <UndoForm
          mergeId={undoing.mergeId}
          merged={undoing.name}
          into={subject.name}
          onClose={() => setUndoing(undefined)}
        />
      )}
    </div>
  )
}

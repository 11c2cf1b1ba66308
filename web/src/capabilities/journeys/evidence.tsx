import { filesContract } from '@qiongding/server/platform/files/contract'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icons.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { addressOf } from '../../shell/api.ts'
import { useIsPast } from '../../shell/as-of.ts'
import { useFactText } from '../../shell/facts.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { AttachForm } from './attach-form.tsx'
import type { Journey } from './record.tsx'

/** What makes the gates true: papers and stated facts, with their day. */
export function EvidenceList(props: { journey: Journey }): ReactNode {
  const { journey } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const factText = useFactText()
  const pack = usePack()
  const isPast = useIsPast()
  const [attaching, setAttaching] = useState<string>()
  const asked = journey.requirements.flatMap((item) => item.needs.evidence ?? [])
  const firstAsked = asked[0] ?? pack.evidence[0]?.id
  return (
    <section>
      <div className="q-row">
        <h2 className="q-h3">{t('journey.evidence')}</h2>
        <span className="q-small q-second">{t('journey.evidenceCount', { n: journey.evidence.length })}</span>
        {journey.abilities.includes('evidence.attach') && !isPast && !journey.closed && firstAsked && (
          <button
            type="button"
            className="q-plain-button q-push q-small"
            onClick={() => setAttaching(firstAsked)}
          >
            {t('journey.attach')}
          </button>
        )}
      </div>
      {journey.evidence.length === 0 && <p className="q-second q-small">{t('journey.noEvidence')}</p>}
      <ul>
        {journey.evidence.map((item) => (
          <li key={item.id} className="q-list-row" title={item.note ?? ''}>
            <Icon name="paper" small />
            {item.file ? (
              <a
                className="q-clip"
                href={addressOf(filesContract.download, { params: { id: item.file.id } })}
              >
                {item.file.name}
              </a>
            ) : (
              <span className="q-clip">
                {item.fact
                  ? `${label(pack.fact(item.fact.key)?.label, item.fact.key)} ${factText(item.fact.key, item.fact.value)}`
                  : (item.note ?? label(item.label))}
              </span>
            )}
            <span className="q-source q-push q-nowrap">
              {label(item.label)} {format.day(item.day)}
            </span>
          </li>
        ))}
      </ul>
      {attaching !== undefined && (
        <AttachForm journey={journey} kind={attaching} onClose={() => setAttaching(undefined)} />
      )}
    </section>
  )
}

import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Tag, Verdict } from '../../kit/marks.tsx'
import { SectionTitle } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useIsPast } from '../../shell/as-of.ts'
import { useMessage } from '../../shell/messages.ts'
import { type FactView, useLabel, usePack } from '../../shell/pack.ts'
import { AttachForm } from './attach-form.tsx'
import { FactForm } from './fact-form.tsx'
import type { Journey } from './record.tsx'

type Because = Journey['requirements'][number]['because']

/** The verdict stands beside it: the words that only say it again are left out where others say why. */
function becauseOf(because: Because): Because {
  const why = because.filter((message) => !message.key.startsWith('lifecycle.clause.'))
  return why.length > 0 ? why : because
}

/** What the next gate asks: each requirement with its verdict, the reason, and the way to settle it. */
export function Gate(props: { journey: Journey }): ReactNode {
  const { journey } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const sentence = useMessage()
  const isPast = useIsPast()
  const [attaching, setAttaching] = useState<string>()
  const [stating, setStating] = useState<FactView>()
  if (!journey.gate || journey.closed) return null
  /** Facts of the journey itself can be stated here; those of a subject belong to its record. */
  const ownFacts = (keys: readonly string[] | undefined) =>
    (keys ?? []).flatMap((key) => {
      const fact = pack.fact(key)
      return fact && fact.of === journey.definition ? [fact] : []
    })
  const counts = (verdict: string) => journey.requirements.filter((item) => item.verdict === verdict).length
  const from = label(journey.stageLabel)
  const to = label(journey.gate.toLabel)
  const mayAttach = journey.abilities.includes('evidence.attach') && !isPast
  return (
    <section className="q-section">
      <SectionTitle
        beside={
          <>
            {journey.gate.passes ? (
              <Tag tone="good">{t('journey.gatePasses')}</Tag>
            ) : (
              <Tag tone="warm">{t('journey.gateHolds')}</Tag>
            )}{' '}
            {t('journey.gateCounts', { unmet: counts('no'), unknown: counts('unknown') })}
          </>
        }
        aside={t('journey.judgedOn', { day: format.today })}
      >
        {t('journey.gateOf', { from, to })}
      </SectionTitle>
      {journey.requirements.length === 0 ? (
        <p className="q-second">{t('journey.noRequirements')}</p>
      ) : (
        <table className="q-table q-stacked q-gate">
          <colgroup>
            <col style={{ width: 92 }} />
            <col style={{ width: '36%' }} />
            <col />
            <col style={{ width: 104 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('journey.verdict')}</th>
              <th scope="col">{t('journey.allOf')}</th>
              <th scope="col">{t('journey.because')}</th>
              <th scope="col">
                <span className="q-hidden">{t('journey.settle')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {journey.requirements.map((requirement) => (
              <tr key={requirement.id}>
                <td>
                  <Verdict verdict={requirement.verdict} />
                </td>
                <td className="wrap">{label(requirement.label)}</td>
                <td className="wrap q-second">
                  {becauseOf(requirement.because).map(sentence).join(t('fact.semicolon'))}
                </td>
                <td className="q-right">
                  {requirement.verdict !== 'yes' && requirement.needs.evidence !== undefined && mayAttach && (
                    <Button small onClick={() => setAttaching(requirement.needs.evidence)}>
                      {t('journey.attach')}
                    </Button>
                  )}
                  {requirement.verdict !== 'yes' &&
                    mayAttach &&
                    ownFacts(requirement.needs.facts).map((fact) => (
                      <Button
                        key={fact.key}
                        small
                        label={t('journey.stateFactOf', { fact: label(fact.label) })}
                        onClick={() => setStating(fact)}
                      >
                        {t('journey.stateFact')}
                      </Button>
                    ))}
                  {requirement.verdict !== 'yes' && requirement.needs.subject && (
                    <Link
                      to="/registry/$kind/$id"
                      params={requirement.needs.subject}
                      title={(requirement.needs.facts ?? [])
                        .map((key) => label(pack.fact(key)?.label, key))
                        .join()}
                    >
                      {t('journey.fill')}
                    </Link>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {stating !== undefined && (
        <FactForm journeyId={journey.id} fact={stating} onClose={() => setStating(undefined)} />
      )}
      {attaching !== undefined && (
        <AttachForm journey={journey} kind={attaching} onClose={() => setAttaching(undefined)} />
      )}
    </section>
  )
}

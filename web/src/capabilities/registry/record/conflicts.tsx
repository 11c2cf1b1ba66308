import { useQueries } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { SectionTitle } from '../../../kit/text.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import { useIsPast } from '../../../shell/as-of.ts'
import { useFactText } from '../../../shell/facts.ts'
import { useLabel, usePack } from '../../../shell/pack.ts'
import { ReasonForm } from '../../../shell/reason-form.tsx'
import { useWrite } from '../../../shell/write.ts'
import { type FactStatement, factHistoryQuery, type Subject, settleFact } from '../queries.ts'

/** Facts of which two statements of one day disagree: each side with its source, and a choice that keeps its reason. */
export function Conflicts(props: { subject: Subject }): ReactNode {
  const { t } = useTranslation()
  const { subject } = props
  const isPast = useIsPast()
  const facts = isPast ? [] : subject.facts.filter((fact) => fact.conflict)
  const answers = useQueries({
    queries: facts.map((fact) => factHistoryQuery(subject.kind, subject.id, fact.key)),
  })
  if (facts.length === 0) return null
  return (
    <section className="q-section">
      <SectionTitle beside={t('registry.conflictsMean')}>{t('registry.conflictsTitle')}</SectionTitle>
      {facts.map((fact, at) => {
        const sides = answers[at]?.data?.rows.filter((row) => row.stands || row.disagrees) ?? []
        return <Sides key={fact.key} subject={subject} fact={fact.key} sides={sides} />
      })}
    </section>
  )
}

function Sides(props: { subject: Subject; fact: string; sides: readonly FactStatement[] }): ReactNode {
  const { subject, fact, sides } = props
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const [chosen, setChosen] = useState<FactStatement>()
  const write = useWrite({
    write: (reason: string) => settleFact(subject, { fact, statementId: chosen?.id ?? '', reason }),
    done: () => t('registry.chosenSide', { fact: label(pack.fact(fact)?.label, fact) }),
    after: () => setChosen(undefined),
  })
  const mayWrite = subject.abilities.includes('registry.write')
  const said = (side: FactStatement) => (side.value === undefined ? t('unknown') : factText(fact, side.value))
  return (
    <>
      <h3 className="q-h3">{label(pack.fact(fact)?.label, fact)}</h3>
      <ul className="q-sides">
        {sides.map((side) => (
          <li key={side.id}>
            <b>{said(side)}</b>
            <span className="q-source">
              {side.source} · {side.by}
            </span>
            <span className="q-source">
              {t('registry.twoAxes', { asOf: format.day(side.asOf), known: format.moment(side.recordedAt) })}
            </span>
            <span className="q-row">
              {mayWrite && (
                <Button small onClick={() => setChosen(side)}>
                  {t('registry.chooseSide')}
                </Button>
              )}
              {side.stands && <span className="q-small q-second">{t('registry.standsNow')}</span>}
            </span>
          </li>
        ))}
      </ul>
      {chosen && (
        <ReasonForm
          title={t('registry.chooseSideOf', {
            fact: label(pack.fact(fact)?.label, fact),
            value: said(chosen),
          })}
          hint={t('registry.chooseSideHint')}
          button={t('registry.chooseSideWrite')}
          write={write}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  )
}

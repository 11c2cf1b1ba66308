import type { TextFinding } from '@qiongding/server/capabilities/policies/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Verdict } from '../../../kit/marks.tsx'
import { ConclusionSentence, SectionTitle } from '../../../kit/text.tsx'
import { useFormat } from '../../../kit/use-format.ts'
import type { Tried } from '../queries.ts'
import { useWorth } from '../words.ts'
import { useFindingWords } from './finding-words.ts'

/** What is wrong with the text, line by line. */
export function Findings(props: { findings: readonly TextFinding[] }): ReactNode {
  const { t } = useTranslation()
  const words = useFindingWords()
  return (
    <section className="q-section">
      <SectionTitle beside={t('policy.write.nFindings', { n: props.findings.length })}>
        {t('policy.write.findings')}
      </SectionTitle>
      <ul className="q-findings">
        {props.findings.map((finding) => (
          <li key={`${finding.line} ${finding.code} ${finding.value ?? ''}`}>
            <span className="q-source">{t('policy.write.line', { n: finding.line })}</span> {words(finding)}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Whom the version turns, what it costs, who is short; beside the version that it follows. */
export function Effects(props: { tried: Tried; of: string }): ReactNode {
  const { is, effects } = props.tried
  const { t } = useTranslation()
  const format = useFormat()
  const worth = useWorth()
  if (!is || !effects) return null
  const { counts, before, cost } = effects
  const verdicts = ['yes', 'review', 'unknown', 'no'] as const
  const change = (now: number, then: number | undefined) =>
    then === undefined
      ? ''
      : now === then
        ? '±0'
        : now > then
          ? `+${format.figure(now - then)}`
          : `−${format.figure(then - now)}`
  return (
    <section className="q-section">
      <SectionTitle beside={t('policy.judgedOn', { day: format.day(effects.on) })}>
        {t('policy.write.effects')}
      </SectionTitle>
      <ConclusionSentence>
        {t('policy.write.says', {
          yes: format.figure(counts.yes),
          subjects: format.figure(effects.subjects),
          short: format.figure(effects.short),
        })}
        {cost && t('policy.cost', { cost: worth(cost) })}
        {before?.cost && t('policy.write.costBefore', { cost: worth(before.cost) })}
      </ConclusionSentence>
      <table className="q-table q-counts">
        <thead>
          <tr>
            <th scope="col">{t('policy.lineVerdict')}</th>
            <th scope="col" className="q-right">
              {t('policy.version', { n: is.number })}
            </th>
            {before && (
              <>
                <th scope="col" className="q-right">
                  {t('policy.version', { n: is.before })}
                </th>
                <th scope="col" className="q-right">
                  {t('policy.write.change')}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {verdicts.map((one) => (
            <tr key={one}>
              <th scope="row">
                <Verdict verdict={one} word={t(`policy.verdict.${one}`)} />
              </th>
              <td className="q-right">{format.figure(counts[one])}</td>
              {before && (
                <>
                  <td className="q-right">{format.figure(before.counts[one])}</td>
                  <td className="q-right q-second">{change(counts[one], before.counts[one])}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {before && (
        <>
          <SectionTitle level={3} beside={t('policy.write.nDiffer', { n: effects.differ })}>
            {t('policy.write.differ')}
          </SectionTitle>
          {effects.rows.length === 0 ? (
            <p className="q-second">{t('policy.write.none')}</p>
          ) : (
            <table className="q-table q-stacked q-differ">
              <tbody>
                {effects.rows.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      <Link to="/policies/answers/$kind/$id" params={{ kind: props.of, id: row.id }}>
                        {row.name}
                      </Link>{' '}
                      {row.demonstration && <DemoLabel />}
                    </th>
                    <td className="q-nowrap">
                      {row.was && <Verdict verdict={row.was} word={t(`policy.verdict.${row.was}`)} />}
                      <span className="q-second"> → </span>
                      <Verdict verdict={row.is} word={t(`policy.verdict.${row.is}`)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {effects.differ > effects.rows.length && (
            <p className="q-source">{t('policy.write.first', { n: effects.rows.length })}</p>
          )}
        </>
      )}
    </section>
  )
}

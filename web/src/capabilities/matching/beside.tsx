import type { Comparison } from '@qiongding/server/spine/matches/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../kit/dialog.tsx'
import { DemoLabel, Verdict } from '../../kit/marks.tsx'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { SourceNote } from '../../kit/text.tsx'
import { useAsOf } from '../../shell/as-of.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel } from '../../shell/pack.ts'
import { besideQuery } from './queries.ts'
import { WhatDecided } from './what-decided.tsx'

/** Two or three offers side by side, requirement by requirement, and why each stands before the next. */
export function Beside(props: {
  profile: string
  needId: string
  offers: readonly string[]
  onClose: () => void
}): ReactNode {
  const { t } = useTranslation()
  const query = useQuery(besideQuery(props, props.offers, useAsOf()))
  return (
    <Dialog title={t('match.beside.title')} onClose={props.onClose} wide>
      {query.error ? (
        <ErrorState error={query.error} again={() => void query.refetch()} />
      ) : query.data ? (
        <>
          <Reasons comparison={query.data} />
          <Table comparison={query.data} />
        </>
      ) : (
        <Skeleton rows={8} widths={['20%', '26%', '26%', '26%']} />
      )}
    </Dialog>
  )
}

function Table({ comparison }: { comparison: Comparison }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { candidates } = comparison
  const stated = candidates[0]?.requirements ?? []
  return (
    // Scrolled by keys as well: what stands in it is read, not clicked.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className="q-beside" aria-label={t('match.beside.title')} tabIndex={0}>
      <table className="q-table">
        <thead>
          <tr>
            <th scope="col">{t('match.beside.requirement')}</th>
            {candidates.map(({ candidate }) => (
              <th key={candidate.offerId} scope="col">
                {candidate.name} {candidate.demonstration && <DemoLabel />}
                <span className="value q-small q-second">{t(`match.group.${candidate.group}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stated.map(({ id, label: name, level }) => (
            <tr key={id}>
              <th scope="row">
                {label(name)} {level === 'may' && <span className="q-third">{t('match.mayNote')}</span>}
              </th>
              {candidates.map(({ candidate, requirements }) => {
                const item = requirements.find((one) => one.id === id)
                return (
                  <td key={candidate.offerId}>
                    {item && <Verdict verdict={item.verdict} />}
                    {item && <WhatDecided item={item} />}
                  </td>
                )
              })}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('match.beside.sharedWords')}</th>
            {candidates.map(({ candidate }) => (
              <td key={candidate.offerId}>
                {candidate.words.length === 0 ? (
                  <span className="q-third">{t('match.beside.none')}</span>
                ) : (
                  candidate.words.join(t('fact.and'))
                )}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}

function Reasons({ comparison }: { comparison: Comparison }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const sentence = useMessage()
  const { candidates, above } = comparison
  const nameOf = (id: string) =>
    candidates.find(({ candidate }) => candidate.offerId === id)?.candidate.name ?? id
  const labels = (ids: readonly string[]) =>
    ids
      .map((id) => label(candidates[0]?.requirements.find((one) => one.id === id)?.label, id))
      .join(t('fact.and'))
  return (
    <>
      <h3 className="q-h3">{t('match.beside.why')}</h3>
      {above.map((one) => {
        const names = { above: nameOf(one.above), below: nameOf(one.below) }
        return (
          <p key={`${one.above} ${one.below}`} style={{ marginTop: 4 }}>
            {t('match.beside.stands', {
              ...names,
              because: one.because.map(sentence).join(t('fact.semicolon')),
            })}{' '}
            {one.better.length > 0 && t('match.beside.better', { ...names, names: labels(one.better) })}{' '}
            {one.worse.length > 0 && t('match.beside.worse', { ...names, names: labels(one.worse) })}
          </p>
        )
      })}
      <p style={{ margin: '8px 0 12px' }}>
        <SourceNote asOf={comparison.judgedOn}>
          {t('match.version', { version: comparison.profileVersion })}
        </SourceNote>
      </p>
    </>
  )
}

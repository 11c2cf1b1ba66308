import type { FunnelStep, GatheringPage } from '@qiongding/server/capabilities/gatherings/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../kit/states.tsx'
import { SourceNote } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useLabel } from '../../shell/pack.ts'

/** How far introductions came, step by step: of how many, how many did, did not, and nobody knows. */
export function Funnel(props: { page: GatheringPage }): ReactNode {
  const { t } = useTranslation()
  const { funnel, introductions } = props.page
  if (introductions.length === 0)
    return <EmptyState title={t('gathering.noMeetings.title')}>{t('gathering.noMeetings.step')}</EmptyState>
  return (
    <>
      <table className="q-table q-stack q-funnel">
        <colgroup>
          <col style={{ width: '18%' }} />
          <col />
          <col style={{ width: 90 }} />
          <col style={{ width: 90 }} />
          <col style={{ width: 90 }} />
          <col style={{ width: 90 }} />
          <col style={{ width: 90 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('gathering.step.title')}</th>
            <th scope="col">
              <span className="q-hidden">{t('gathering.step.share')}</span>
            </th>
            <th scope="col" className="q-right">
              {t('gathering.step.yes')}
            </th>
            <th scope="col" className="q-right">
              {t('gathering.step.no')}
            </th>
            <th scope="col" className="q-right">
              {t('unknown')}
            </th>
            <th scope="col" className="q-right">
              {t('gathering.needs')}
            </th>
            <th scope="col" className="q-right">
              {t('gathering.offers')}
            </th>
          </tr>
        </thead>
        <tbody>
          {funnel.map((step) => (
            <Step key={`${step.step} ${step.label?.zh}`} step={step} most={funnel[0]?.yes ?? 0} />
          ))}
        </tbody>
      </table>
      <SourceNote>{t('gathering.step.note')}</SourceNote>
    </>
  )
}

function Step(props: { step: FunnelStep; most: number }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { step, most } = props
  const share = (n: number) => (most === 0 ? '0%' : `${(n / most) * 100}%`)
  return (
    <tr>
      <td className="headline">
        <b>{step.label ? label(step.label) : t(`gathering.step.${step.step}`)}</b>
      </td>
      <td className="q-funnel-bar" aria-hidden="true">
        <i className="yes" style={{ width: share(step.yes) }} />
        <i className="unknown" style={{ width: share(step.unknown) }} />
      </td>
      <td className="q-right" data-label={t('gathering.step.yes')}>
        <b>{format.figure(step.yes)}</b>
      </td>
      <td className="q-right" data-label={t('gathering.step.no')}>
        {format.figure(step.no)}
      </td>
      <td className="q-right q-unknown-word" data-label={t('unknown')}>
        {format.figure(step.unknown)}
      </td>
      <td className="q-right" data-label={t('gathering.needs')}>
        {format.figure(step.needs)}
      </td>
      <td className="q-right" data-label={t('gathering.offers')}>
        {format.figure(step.offers)}
      </td>
    </tr>
  )
}

import type { Ranking } from '@qiongding/server/spine/matches/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoLabel, Tag } from '../../kit/marks.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useFactText } from '../../shell/facts.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel, usePack } from '../../shell/pack.ts'

/** The need in its own words, what it asks, and what dropping one requirement would bring. */
export function NeedPanel(props: { ranking: Ranking }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const pack = usePack()
  const factText = useFactText()
  const asked = useMessage()
  const { need, requirements, relaxations, groups } = props.ranking
  const profile = pack.matchings.find((item) => item.id === props.ranking.profile)
  const kind = pack.kind(profile?.need ?? '')
  const shown = (kind?.columns ?? [])
    .filter((key) => key !== kind?.nameFact && key !== kind?.holder && need.values[key] !== undefined)
    .slice(0, 6)
  const must = requirements.filter((item) => item.level === 'must').length
  return (
    <section className="q-need">
      <p className="q-small q-sea">
        <Link to="/registry/$kind/$id" params={{ kind: kind?.id ?? '', id: need.id }}>
          {label(kind?.label)}
        </Link>{' '}
        {need.demonstration && <DemoLabel />}
      </p>
      <h1 className="q-h1">{need.name}</h1>
      <p className="q-second">{need.holder?.name}</p>
      {need.expiredOn !== undefined && (
        <div className="q-note caution" style={{ marginTop: 6 }}>
          {t('match.expiredSays', { day: format.day(need.expiredOn) })}
        </div>
      )}
      {need.closed !== undefined && (
        <div className="q-note caution" style={{ marginTop: 6 }}>
          {t(`match.closedSays.${need.closed}`)}
        </div>
      )}
      <dl className="q-pairs" style={{ margin: '10px 0 14px' }}>
        {shown.map((key) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{label(pack.fact(key)?.label, key)}</dt>
            <dd>{factText(key, need.values[key] as never)}</dd>
          </div>
        ))}
      </dl>
      <h2 className="q-h3">
        {t('match.requirements')}{' '}
        <span className="q-small q-second" style={{ fontWeight: 400 }}>
          {t('match.levels', { must, may: requirements.length - must })}
        </span>
      </h2>
      {need.vague && (
        <div className="q-note warm" style={{ marginTop: 6 }}>
          {t('match.vagueSays')}
        </div>
      )}
      <ul>
        {requirements.map((item) => (
          <li key={item.id} className="q-list-row">
            <span className={item.level === 'must' ? 'q-strong' : ''}>{label(item.label)}</span>
            <span className="q-second q-push q-right">{item.asked.map(asked).join(t('fact.and'))}</span>
            {item.level === 'may' && <Tag>{t('match.may')}</Tag>}
          </li>
        ))}
      </ul>
      <p className="q-source" style={{ margin: '10px 0' }}>
        {need.asOf !== undefined && t('asOf', { when: format.day(need.asOf) })}{' '}
        {t('match.version', { version: props.ranking.profileVersion })}
      </p>
      {relaxations.some((item) => item.to > groups['all-met']) && (
        <div className="q-note sea">
          <div>
            <h3 className="q-h3">{t('match.relax')}</h3>
            {relaxations
              .filter((item) => item.to > item.from)
              .map((item) => (
                <p key={item.requirement}>
                  {t('match.relaxOne', { name: label(item.label), from: item.from, to: item.to })}
                </p>
              ))}
          </div>
        </div>
      )}
    </section>
  )
}

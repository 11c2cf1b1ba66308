import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Skeleton } from '../../kit/states.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { OutputOf } from '../../shell/api.ts'
import type { Value } from '../../shell/facts.ts'
import { useMessage } from '../../shell/messages.ts'
import { useLabel, usePack } from '../../shell/pack.ts'
import { previewQuery, type Values } from './queries.ts'

type Preview = OutputOf<
  typeof import('@qiongding/server/spine/matches/contract')['matchesContract']['preview']
>
type Level = 'must' | 'may'
type Form = {
  /** What stands in the form by now. */
  current: Values
  onChange: (key: string, value: Value | undefined) => void
}

/** How a need is read: what can be judged and how it weighs, what is half said, what nobody said, and how many there are. */
export function DemandReading(
  props: Form & {
    profile: string
    /** What is read, a moment after it was typed. */
    values: Values
  },
): ReactNode {
  const { t } = useTranslation()
  const query = useQuery(previewQuery(props.profile, props.values))
  return (
    <aside className="q-panel q-demand-reading" aria-label={t('demand.reading')}>
      <h2 className="q-h2">{t('demand.reading')}</h2>
      {query.error ? (
        <ErrorState error={query.error} again={() => void query.refetch()} />
      ) : query.data ? (
        <Read preview={query.data} {...props} />
      ) : (
        <Skeleton rows={5} widths={['60%', '40%', '70%']} />
      )}
    </aside>
  )
}

function Read(props: Form & { preview: Preview }): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const asked = useMessage()
  const { preview, current, onChange } = props
  const factNames = (keys: readonly string[]) =>
    keys.map((key) => label(pack.fact(key)?.label, key)).join(t('fact.and'))
  return (
    <>
      <div aria-live="polite">
        {preview.vague ? (
          <div className="q-note warm">
            {t('demand.vague', {
              names: preview.unstated.map((one) => label(one.label)).join(t('fact.and')),
            })}
          </div>
        ) : (
          <Enough preview={preview} />
        )}
      </div>
      {preview.requirements.length > 0 && (
        <>
          <h3 className="q-h3">{t('demand.judged')}</h3>
          <ul>
            {preview.requirements.map((one) => (
              <li key={one.id} className="q-list-row wrap">
                <span>
                  <b>{label(one.label)}</b>{' '}
                  <span className="q-second">{one.asked.map(asked).join(t('fact.and'))}</span>
                </span>
                <Weight one={one} levels={preview.levels} current={current} onChange={onChange} />
              </li>
            ))}
          </ul>
        </>
      )}
      {preview.unclear.length > 0 && (
        <>
          <h3 className="q-h3">{t('demand.unclear')}</h3>
          <ul>
            {preview.unclear.map((one) => (
              <li key={one.id} className="q-list-row wrap">
                <b>{label(one.label)}</b>{' '}
                <span className="q-unknown-word">
                  {one.missing.length > 0
                    ? t('demand.missing', { facts: factNames(one.missing) })
                    : t('demand.open')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {preview.unstated.length > 0 && !preview.vague && (
        <p className="q-second" style={{ marginTop: 12 }}>
          {t('demand.unstated', {
            names: preview.unstated.map((one) => label(one.label)).join(t('fact.and')),
          })}
        </p>
      )}
    </>
  )
}

/** How many there are for it, and what would bring more. */
function Enough(props: { preview: Preview }): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const { groups, relaxations = [] } = props.preview
  if (!groups) return null
  return (
    <div className={`q-note ${groups['all-met'] > 0 ? 'sea' : 'warm'}`}>
      <div>
        <p>
          {t('demand.enough', {
            met: format.figure(groups['all-met']),
            unknown: format.figure(groups.unknown),
            missed: format.figure(groups.missed),
          })}
        </p>
        {relaxations.map((one) => (
          <p key={one.requirement}>
            {t('match.relaxOne', { name: label(one.label), from: one.from, to: one.to })}
          </p>
        ))}
      </div>
    </div>
  )
}

/** Must or may, for this need alone; where the pack has no fact to keep it in, it is said only. */
function Weight(
  props: Form & { one: Preview['requirements'][number]; levels: Preview['levels'] },
): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const pack = usePack()
  const { one, levels, current, onChange } = props
  const key = one.usual === 'must' ? levels.may : levels.must
  const named = pack.fact(key ?? '')?.values?.some(({ id }) => id === one.id) ?? false
  const stood = key === undefined ? undefined : current[key]
  const list = Array.isArray(stood) ? stood : []
  const turned = list.includes(one.id)
  const level: Level = turned ? (one.usual === 'must' ? 'may' : 'must') : one.usual
  if (key === undefined || !named) return <span className="q-source">{t(`match.${one.level}`)}</span>
  return (
    <Segmented<Level>
      size="small"
      aria-label={t('demand.weightOf', { name: label(one.label) })}
      value={level}
      options={(['must', 'may'] as const).map((value) => ({ value, label: t(`match.${value}`) }))}
      onChange={(next) => {
        const rest = list.filter((id) => id !== one.id)
        const all = next === one.usual ? rest : [...rest, one.id]
        onChange(key, all.length === 0 ? undefined : all)
      }}
    />
  )
}

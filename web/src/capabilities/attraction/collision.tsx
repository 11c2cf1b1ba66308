import { Link } from '@tanstack/react-router'
import { Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../kit/field.tsx'
import { Icon } from '../../kit/icons.tsx'
import { useLabel } from '../../shell/pack.ts'
import type { Probe } from './queries.ts'

/** What a probe told: whom to call, and nothing of what he has. */
export function Collision(props: {
  probe: Probe
  distinct: string
  onDistinct: (reason: string) => void
}): ReactNode {
  const { t } = useTranslation()
  const label = useLabel()
  const { probe } = props
  if (!probe.compared)
    return (
      <p className="q-note caution" role="status">
        {t('attraction.probe.nothing')}
      </p>
    )
  if (probe.offices.length === 0 && probe.own.length === 0)
    return (
      <p className="q-note sea" role="status">
        {t('attraction.probe.free', { left: probe.left })}
      </p>
    )
  return (
    <div className="q-note warm" role="status">
      <Icon name="phone" className="q-warm" />
      <div className="q-grow">
        {probe.offices.length > 0 && (
          <p className="q-strong">
            {t('attraction.probe.held', {
              offices: probe.offices.map((office) => label(office.label)).join(t('fact.and')),
            })}
          </p>
        )}
        {probe.own.map((own) => (
          <p key={own.id}>
            {t('attraction.probe.own')}{' '}
            <Link to="/journeys/$id" params={{ id: own.id }}>
              {own.no} {own.title}
            </Link>
          </p>
        ))}
        <p className="q-small q-second">{t('attraction.probe.seen', { left: probe.left })}</p>
        <Field label={t('attraction.probe.distinct')} hint={t('attraction.probe.distinctHint')}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={500}
              value={props.distinct}
              onChange={(event) => props.onDistinct(event.target.value)}
            />
          )}
        </Field>
      </div>
    </div>
  )
}

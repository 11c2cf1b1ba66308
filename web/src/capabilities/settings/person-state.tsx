import type { Member } from '@qiongding/server/platform/identity/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../kit/marks.tsx'

/** In use, stopped, or waiting for the person to set a password. */
export function PersonState(props: { person: Member }): ReactNode {
  const { t } = useTranslation()
  const { active, ready } = props.person
  const state = active ? (ready ? 'active' : 'waiting') : 'stopped'
  return <Tag {...(state === 'active' ? { tone: 'good' as const } : {})}>{t(`settings.people.${state}`)}</Tag>
}

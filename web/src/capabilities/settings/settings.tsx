import { useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePage } from '../../shell/page.tsx'
import { useMay } from '../../shell/session.ts'
import { ViewTabs } from '../../shell/view-tabs.tsx'
import { LedgerPage } from './ledger.tsx'
import { PackPage } from './pack-page.tsx'
import { People } from './people.tsx'

const PARTS = [
  { id: 'people', ability: 'settings.people' },
  { id: 'pack', ability: 'settings.read' },
  { id: 'ledger', ability: 'ledger.read' },
] as const

/** People, the pack and the ledger. */
export function Settings(): ReactNode {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const may = useMay()
  const { part } = useParams({ strict: false }) as { part: string }
  const parts = PARTS.filter((item) => may(item.ability))
  const current = parts.find((item) => item.id === part)?.id ?? parts[0]?.id
  usePage([{ text: t('settings.title') }, { text: t(`settings.${current ?? 'people'}.title`) }])
  return (
    <div className="q-list">
      <h1 className="q-hidden">{t('settings.title')}</h1>
      <div className="q-list-main">
        <ViewTabs
          label={t('settings.title')}
          views={parts.map((item) => ({ id: item.id, text: t(`settings.${item.id}.title`) }))}
          current={current ?? ''}
          onChoose={(id) => void navigate({ to: '/settings/$part', params: { part: id } })}
        />
        {current === 'people' && <People />}
        {current === 'pack' && <PackPage />}
        {current === 'ledger' && <LedgerPage />}
        {current === undefined && <p className="q-state">{t('refusal.not-allowed.title')}</p>}
      </div>
    </div>
  )
}

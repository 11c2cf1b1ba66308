import type { IndicatorRow } from '@qiongding/server/spine/targets/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SectionTitle } from '../../kit/text.tsx'
import { IndicatorTable } from '../targets/indicator-table.tsx'

/** The targets that the desk shows, against their pace; the rest is one click away. */
export function TargetRows(props: { rows: readonly IndicatorRow[]; count: number }): ReactNode {
  const { t } = useTranslation()
  if (props.rows.length === 0) return null
  return (
    <section className="q-section">
      <SectionTitle
        aside={
          <>
            {t('dome.targets.count', { n: props.count })} <Link to="/targets">{t('action.all')}</Link>
          </>
        }
      >
        {t('dome.targets.title')}
      </SectionTitle>
      <IndicatorTable rows={props.rows} />
    </section>
  )
}

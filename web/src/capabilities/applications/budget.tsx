import type { BudgetView } from '@qiongding/server/capabilities/applications/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FactLine } from '../../kit/text.tsx'
import { useFormat } from '../../kit/use-format.ts'

/** Money of a policy in a year. */
export function Budget(props: { budget: BudgetView }): ReactNode {
  const { budget } = props
  const { t } = useTranslation()
  const format = useFormat()
  const money = (text: string) => format.money(Number(text))
  return (
    <FactLine
      facts={[
        { name: t('application.budget', { year: budget.year }), value: money(budget.amount) },
        { name: t('application.paid'), value: money(budget.paid) },
        { name: t('application.grantedOpen'), value: money(budget.granted) },
        { name: t('application.left'), value: money(budget.left) },
        { name: t('application.given'), value: t(`application.by.${budget.by}`) },
      ]}
    />
  )
}

import type { Step } from '@qiongding/server/spine/policies/contract'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../kit/use-format.ts'
import { useLabel, usePack } from './pack.ts'

/** The change that turns a no, as a sentence. */
export function useStep(): (step: Step) => string {
  const { t } = useTranslation()
  const format = useFormat()
  const pack = usePack()
  const label = useLabel()
  return (step) => {
    if (step.until !== undefined) return t('policy.step.wait', { day: format.day(step.until) })
    const by = step.by ?? ''
    const less = by.startsWith('-')
    const unit = step.unit === '%' ? '%' : step.unit === undefined ? '' : ` ${format.unitWord(step.unit)}`
    return t(less ? 'policy.step.less' : 'policy.step.more', {
      fact: label(pack.fact(step.fact ?? '')?.label, step.fact ?? ''),
      by: `${format.figure(Number(less ? by.slice(1) : by))}${unit}`,
      to: `${format.figure(Number(step.to))}${unit}`,
    })
  }
}

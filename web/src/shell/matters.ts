import type { Matter } from '@qiongding/server/capabilities/dispatch/contract'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../kit/use-format.ts'
import { useMessage } from './messages.ts'
import { useLabel } from './pack.ts'

/** What is late, in one sentence: what, who owes it, by when, and for how long it has been late. */
export function useMatterText(): (matter: Matter) => string {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel()
  const message = useMessage()
  return (matter) => {
    const what = matter.text === undefined ? label(matter.what) : `${label(matter.what)} ${matter.text}`
    if (matter.sort === 'light')
      return t('matter.light', { what, because: matter.light ? message(matter.light.because) : '' })
    const late =
      matter.days === undefined
        ? t('matter.daysUnknown')
        : t(`matter.days.${matter.calendar}`, { n: matter.days })
    const due = matter.due === undefined ? t('unknown') : format.day(matter.due)
    const key = matter.sort === 'order' ? (matter.promised ? 'promised' : 'needed') : matter.sort
    return t(`matter.${key}`, { what, due, late })
  }
}

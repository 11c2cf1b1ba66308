import type { Answer, Standing } from '@qiongding/server/spine/policies/contract'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../kit/use-format.ts'

/** Where a policy stands, in a few words. */
export function useStanding(): (standing: Standing) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ is, from, to, window }) => {
    const day = (text: string | undefined) => (text === undefined ? '' : format.day(text))
    if (is === 'lapsed') return t('policy.lapsed', { day: day(to) })
    if (is === 'not-yet' || is === 'not-announced') return t('policy.notYet', { day: day(from) })
    if (is === 'not-entered') return t('policy.notEntered')
    const since = t('policy.since', { day: day(from) })
    if (!window || window.is === 'always') return since
    return `${since}${t('policy.stop')}${t(`policy.window.${window.is}`, { day: day(window.on) })}`
  }
}

/** What something is worth: one amount, a range, or a lower end with the rest unknown. */
export function useWorth(): (worth: { from: string; to?: string | undefined }) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ from, to }) => {
    const money = (text: string) => format.money(Number(text))
    if (to === undefined) return t('policy.worth.open', { from: money(from) })
    return from === to ? money(to) : t('policy.worth.between', { from: money(from), to: money(to) })
  }
}

/** What of an answer stands beside its name in the list: short and to the point. */
export function useBrief(): (answer: Answer) => string {
  const { t } = useTranslation()
  const worth = useWorth()
  return (answer) => {
    const { verdict, missing, steps, lines } = answer
    if (verdict === 'unknown') return t('policy.brief.missing', { n: missing.length })
    if (verdict === 'no') {
      if (steps.length > 0) return t('policy.brief.step')
      return t('policy.brief.lines', { n: lines.filter((line) => line.verdict === 'no').length })
    }
    return answer.worth ? worth(answer.worth) : ''
  }
}

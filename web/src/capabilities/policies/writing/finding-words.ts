import type { TextFinding } from '@qiongding/server/capabilities/policies/contract'
import { useTranslation } from 'react-i18next'

/** What is wrong at a line, as a sentence: what it is, what was expected, what comes nearest. */
export function useFindingWords(): (finding: TextFinding) => string {
  const { t, i18n } = useTranslation()
  return ({ code, value, facts }) => {
    const listed = (one: TextFinding['facts'][string] | undefined) =>
      Array.isArray(one) ? one.slice(0, 12).join(t('fact.and')) : one
    const said = Object.fromEntries(Object.entries(facts).map(([name, one]) => [name, listed(one)]))
    const key = `policy.finding.${code.replace('.', '-')}`
    const what = i18n.exists(key)
      ? t(key as 'policy.finding.other', { value: value ?? '', ...said })
      : t('policy.finding.other', { code, value: value ?? '' })
    const nearest = said.nearest ?? said.near
    const expected = said.expected ?? said.allowed
    return [
      what,
      ...(nearest === undefined ? [] : [t('policy.finding.nearest', { nearest })]),
      ...(expected === undefined || code === 'pack.golden'
        ? []
        : [t('policy.finding.expected', { expected })]),
    ].join('')
  }
}

import type { PackJourney } from '@qiongding/pack-format'
import { refuse } from '../../platform/refusals.ts'
import type { WordingWarning } from './contract.ts'
import type { Warning } from './rules.ts'

type Patterns = NonNullable<PackJourney['review']>['patterns']

/** A warning with the words of the pack; its bare id where the pack no longer has it. */
export function namedWarning<W extends Pick<Warning, 'pattern'>>(
  patterns: Patterns,
  warning: W,
): W & Pick<WordingWarning, 'label' | 'article'> {
  const found = patterns.find(({ id }) => id === warning.pattern)
  const none = { zh: warning.pattern, en: warning.pattern }
  return { ...warning, label: found?.label ?? none, article: found?.article ?? none }
}

/** Warnings with what was answered to each; refuses where one is not. */
export function answeredWarnings(
  warnings: readonly Warning[],
  answers: readonly { readonly pattern: string; readonly from: number; readonly answer: string }[],
): { pattern: string; sentence: string; answer: string }[] {
  return warnings.map(({ pattern, sentence, from }) => {
    const answer = answers.find((one) => one.pattern === pattern && one.from === from)?.answer
    if (answer === undefined) throw refuse('warning-unanswered', { pattern })
    return { pattern, sentence, answer }
  })
}

import type { Trace } from '@qiongding/kernel'
import type { Note, Verdict } from './definition.ts'

export function noted({ path, id, cite, label }: Note): Trace['params'] {
  return {
    path,
    ...(id !== undefined && { id }),
    ...(cite !== undefined && { cite }),
    ...(label && { zh: label.zh, en: label.en }),
  }
}

/** As in the clause language: a no decides, then an unknown keeps it open, then it is a person's turn. */
export function allVerdicts(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no'
  if (verdicts.includes('unknown')) return 'unknown'
  return verdicts.includes('review') ? 'review' : 'yes'
}

export function anyVerdicts(verdicts: readonly Verdict[]): Verdict {
  return opposite(allVerdicts(verdicts.map(opposite)))
}

export function opposite(verdict: Verdict): Verdict {
  return verdict === 'yes' ? 'no' : verdict === 'no' ? 'yes' : verdict
}

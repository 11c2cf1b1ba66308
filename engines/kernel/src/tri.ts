/** Three-valued truth after Kleene: unknown is not no. */
export type Tri = 'yes' | 'no' | 'unknown'

/** Strong Kleene conjunction: one no decides; otherwise one unknown keeps it open. The empty conjunction is yes. */
export function allOf(verdicts: Iterable<Tri>): Tri {
  let answer: Tri = 'yes'
  for (const verdict of verdicts) {
    if (verdict === 'no') return 'no'
    if (verdict === 'unknown') answer = 'unknown'
  }
  return answer
}

/** Strong Kleene disjunction: one yes decides; otherwise one unknown keeps it open. The empty disjunction is no. */
export function anyOf(verdicts: Iterable<Tri>): Tri {
  let answer: Tri = 'no'
  for (const verdict of verdicts) {
    if (verdict === 'yes') return 'yes'
    if (verdict === 'unknown') answer = 'unknown'
  }
  return answer
}

/** Negation; the negation of unknown is unknown. */
export function notOf(verdict: Tri): Tri {
  return verdict === 'yes' ? 'no' : verdict === 'no' ? 'yes' : 'unknown'
}

/** A boolean as a verdict; undefined is unknown. */
export function triOf(value: boolean | undefined): Tri {
  return value === undefined ? 'unknown' : value ? 'yes' : 'no'
}

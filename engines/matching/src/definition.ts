import type { Clause } from '@qiongding/clause'
import type { Day, Facts, Finding } from '@qiongding/kernel'

type Label = { readonly zh: string; readonly en: string }

/** Terms of the need that must be found in facts of the offer. */
export type WordsRule = {
  /** The fact of the need that holds the terms: a list, or a text separated by 、，, ; / | or line ends. */
  readonly need: string
  /** The facts of the offer that are searched: texts or lists. */
  readonly offer: readonly string[]
  /** A word list (a tree): another name of the term, or a narrower term below it, is found as well. */
  readonly synonyms?: string
  /** How many of the terms are enough; all of them by default. */
  readonly atLeast?: number
}

/** One line of a profile: a clause over the offer's facts with the need's facts as `$name`, or words. */
export type MatchRequirement = {
  readonly id: string
  readonly label: Label
  /** `must`: a miss puts the offer in the last group. `may`: preferred, never excludes. */
  readonly level: 'must' | 'may'
  /**
   * Over the need's facts: only where it holds is the requirement stated. Without it a requirement is stated where the need says
   * what it asks: the terms, or every `$name` of the test.
   */
  readonly when?: Clause
  readonly test?: Clause
  readonly words?: WordsRule
}

/** How offers of one kind are judged against a need of another. A change raises the version; kept results name theirs. */
export type Profile = {
  readonly id: string
  readonly version: number
  readonly need: string
  readonly offer: string
  readonly journey: string
  readonly requirements: readonly MatchRequirement[]
  /**
   * Facts of the need that name requirements by their ids: those it only prefers, and those it insists on, whatever the profile says. One
   * that stands in both, and an id that is no requirement, changes nothing.
   */
  readonly levels?: { readonly may?: string; readonly must?: string }
  /** Facts whose words order offers that the requirements leave level. */
  readonly text: { readonly need: readonly string[]; readonly offer: readonly string[] }
}

/** One term of a word list. A term stands above those that name it as parent (the parent ⊃ the child). */
export type Term = {
  readonly code: string
  readonly parent?: string
  readonly label: string | Label
  readonly aliases?: readonly string[]
}

/** What judging takes besides the facts. */
export type MatchOptions = {
  readonly on: Day
  /** Word lists by id, for the requirements that name one. */
  readonly trees?: Readonly<Record<string, readonly Term[]>>
  /** Cuts a text into words. Without it Chinese is compared by characters and their pairs. */
  readonly segment?: (text: string) => readonly string[]
}

/** An offer to be judged. */
export type Offer = { readonly id: string; readonly facts: Facts }

/**
 * What is wrong with a profile; with no error in the list it can be used. Errors: `no-requirements`, `twice`, `test-or-words`
 * (a requirement has both or neither), `not-positive`, `no-such-fact`, `no-such-tree`. Remark: `no-must` (nothing can be missed).
 *
 * Facts (by kind) and trees are looked up where they are given.
 */
export function checkProfile(
  profile: Profile,
  known: {
    readonly facts?: readonly { readonly key: string; readonly of: string }[]
    readonly trees?: readonly string[]
  } = {},
): Finding[] {
  const findings: Finding[] = []
  const report = (code: string, path: string, value: string, level: Finding['level'] = 'error') =>
    findings.push({ code, level, at: { path }, value })
  const look = (kind: string, keys: readonly string[], path: (index: number) => string) =>
    keys.forEach((key, index) => {
      if (known.facts && !known.facts.some((fact) => fact.of === kind && fact.key === key))
        report('no-such-fact', path(index), key)
    })
  const { requirements, text } = profile
  if (requirements.length === 0) report('no-requirements', 'requirements', profile.id)
  else if (requirements.every((one) => one.level === 'may'))
    report('no-must', 'requirements', profile.id, 'remark')
  requirements.forEach(({ id, test, words }, index) => {
    const path = `requirements[${index}]`
    if (requirements.findIndex((one) => one.id === id) < index) report('twice', `${path}.id`, id)
    if ((test === undefined) === (words === undefined)) report('test-or-words', path, id)
    if (!words) return
    look(profile.need, [words.need], () => `${path}.words.need`)
    look(profile.offer, words.offer, (at) => `${path}.words.offer[${at}]`)
    if (words.offer.length === 0) report('no-such-fact', `${path}.words.offer`, '')
    if (words.atLeast !== undefined && !(Number.isInteger(words.atLeast) && words.atLeast > 0))
      report('not-positive', `${path}.words.atLeast`, String(words.atLeast))
    if (words.synonyms !== undefined && known.trees && !known.trees.includes(words.synonyms))
      report('no-such-tree', `${path}.words.synonyms`, words.synonyms)
  })
  for (const level of ['may', 'must'] as const) {
    const key = profile.levels?.[level]
    if (key !== undefined) look(profile.need, [key], () => `levels.${level}`)
  }
  look(profile.need, text.need, (at) => `text.need[${at}]`)
  look(profile.offer, text.offer, (at) => `text.offer[${at}]`)
  return findings
}

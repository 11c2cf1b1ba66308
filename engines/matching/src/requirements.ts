import { type Judgement, judge, verdictOf } from '@qiongding/clause'
import type { Facts, Message, Tri } from '@qiongding/kernel'
import type { MatchOptions, MatchRequirement, Profile } from './definition.ts'
import {
  judgeWords,
  type ReadTexts,
  readyWords,
  textReader,
  type WordsAnswer,
  type WordsRuleReady,
} from './words.ts'

/** A requirement that a need states, with what it asks. */
export type StatedRequirement = {
  readonly id: string
  readonly level: 'must' | 'may'
  /** What is asked: `matching.asked.words`, `matching.asked.fact`, or `matching.asked.rule` where the profile itself sets the bound. */
  readonly asked: readonly Message[]
}

/** A stated requirement made ready to judge many offers. */
export type ReadyRequirement = StatedRequirement & {
  readonly requirement: MatchRequirement
  readonly words?: WordsRuleReady
}

/** A need, read once: what it states, and which requirements it leaves open. */
export type ReadyNeed = {
  readonly need: Facts
  readonly options: MatchOptions
  readonly stated: readonly ReadyRequirement[]
  /** Requirements that cannot be judged because the need itself leaves facts open. */
  readonly unclear: readonly string[]
}

/** The answer for one requirement and one offer. */
export type RequirementJudged = {
  readonly verdict: Tri | 'review'
  readonly words?: WordsAnswer
  readonly test?: Judgement
}

/** Sorts the requirements of a profile into stated, left unclear, and not stated. */
export function readyNeed(profile: Profile, need: Facts, options: MatchOptions): ReadyNeed {
  const stated: ReadyRequirement[] = []
  const unclear: string[] = []
  for (const requirement of profile.requirements) {
    const words = requirement.words && readyWords(requirement.words, need, options.trees)
    const answer = isStated(requirement, words, need, options)
    if (answer === 'yes')
      stated.push({
        ...statedOf({ ...requirement, level: levelOf(profile, requirement, need) }, words, need),
        requirement,
        ...(words && { words }),
      })
    if (answer === 'unknown') unclear.push(requirement.id)
  }
  return { need, options, stated, unclear }
}

/** What a need says of a requirement's weight outdoes the profile, as long as it says one thing. */
function levelOf({ levels }: Profile, { id, level }: MatchRequirement, need: Facts): 'must' | 'may' {
  const names = (key: string | undefined) => {
    const value = key === undefined ? undefined : need[key]
    return Array.isArray(value) && value.includes(id)
  }
  const [may, must] = [names(levels?.may), names(levels?.must)]
  return may === must ? level : may ? 'may' : 'must'
}

function isStated(
  { when, test }: MatchRequirement,
  words: WordsRuleReady | undefined,
  need: Facts,
  { on }: MatchOptions,
): Tri {
  const wanted = words ? words.terms.length > 0 : isBound(test?.parameters ?? [], need)
  if (!when) return wanted === 'some' ? 'unknown' : wanted === true ? 'yes' : 'no'
  const holds = verdictOf(when, need, { on })
  if (holds === 'yes') return wanted === true ? 'yes' : 'unknown'
  return holds === 'no' ? 'no' : 'unknown'
}

function isBound(parameters: readonly string[], need: Facts): boolean | 'some' {
  const bound = parameters.filter((key) => need[key] !== undefined).length
  return bound === parameters.length ? true : bound > 0 ? 'some' : false
}

function statedOf(
  { id, level, test, words: rule }: MatchRequirement,
  words: WordsRuleReady | undefined,
  need: Facts,
): StatedRequirement {
  if (words) {
    const terms = words.terms
    const params = {
      fact: rule?.need ?? '',
      words: terms,
      atLeast: Math.min(rule?.atLeast ?? terms.length, terms.length),
    }
    return { id, level, asked: [{ key: 'matching.asked.words', params }] }
  }
  const asked = (test?.parameters ?? []).flatMap((fact): Message[] => {
    const value = need[fact]
    return value === undefined ? [] : [{ key: 'matching.asked.fact', params: { fact, value } }]
  })
  return {
    id,
    level,
    asked: asked.length > 0 ? asked : [{ key: 'matching.asked.rule', params: { requirement: id } }],
  }
}

/** The verdict alone, for ranking many. What is a person's to judge is not known yet. */
export function verdictFor(
  { requirement, words }: ReadyRequirement,
  ready: ReadyNeed,
  offer: Facts,
  read: ReadTexts,
): Tri {
  if (words) return judgeWords(words, offer, read).verdict
  if (!requirement.test) return 'unknown'
  const verdict = verdictOf(requirement.test, offer, { on: ready.options.on, parameters: ready.need })
  return verdict === 'review' ? 'unknown' : verdict
}

/** The verdict with everything that decided it, for one pair. */
export function judgedFor(
  { requirement, words }: ReadyRequirement,
  ready: ReadyNeed,
  offer: Facts,
): RequirementJudged {
  if (words) {
    const answer = judgeWords(words, offer, textReader(offer))
    return { verdict: answer.verdict, words: answer }
  }
  if (!requirement.test) return { verdict: 'unknown' }
  const test = judge(requirement.test, offer, { on: ready.options.on, parameters: ready.need })
  return { verdict: test.verdict, test }
}

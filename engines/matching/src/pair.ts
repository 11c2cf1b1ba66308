import { missingOf } from '@qiongding/clause'
import type { Facts, Trace, Tri } from '@qiongding/kernel'
import type { MatchOptions, Profile } from './definition.ts'
import { type Group, groupOf } from './rank.ts'
import {
  judgedFor,
  type ReadyRequirement,
  type RequirementJudged,
  readyNeed,
  type StatedRequirement,
} from './requirements.ts'
import { cutText, readyShared, sharedWords, tokenTable } from './text/index.ts'
import { textReader, type WordHit } from './words.ts'

/** One stated requirement judged for one pair. */
export type PairRequirement = StatedRequirement & {
  readonly verdict: Tri | 'review'
  /** The words that decided, for a words requirement. */
  readonly hits: readonly WordHit[]
  /** Terms of the need that were not found. */
  readonly lacking: readonly string[]
  /** Facts of the offer that would decide it, where it is unknown. */
  readonly missing: readonly string[]
  readonly trace: Trace
}

/** One need with one offer: met, missed or unknown per requirement, and why. */
export type Pair = {
  readonly group: Group
  readonly requirements: readonly PairRequirement[]
  readonly unclear: readonly string[]
  /** Words both texts share, longest first. */
  readonly words: readonly string[]
  readonly trace: Trace
}

/**
 * Judges one pair and shows everything that decided: values, words, and the facts that are missing. Agrees with `rank` on every
 * verdict; only here a matter for a person is told apart from an unknown.
 *
 * @example
 * explainPair(profile, { skills: ['机器人'] }, { resume: '人形机器人控制' }, { on: day('2031-03-03') }).requirements[0]?.hits
 * // [{ wanted: '机器人', found: '机器人', how: 'same', fact: 'resume' }]
 */
export function explainPair(profile: Profile, need: Facts, offer: Facts, options: MatchOptions): Pair {
  const ready = readyNeed(profile, need, options)
  const requirements = ready.stated.map((one) => pairRequirement(one, judgedFor(one, ready, offer)))
  const musts: Record<Tri, number> = { yes: 0, no: 0, unknown: 0 }
  for (const { level, verdict } of requirements) if (level === 'must') musts[decided(verdict)]++
  const group = groupOf(musts)
  const { segment } = options
  const table = tokenTable()
  const wanted = cutText(textReader(need), profile.text.need, segment, table)
  const words = sharedWords(
    readyShared(wanted, segment),
    cutText(textReader(offer), profile.text.offer, segment, table),
  )
  const parts = requirements.map((requirement) => requirement.trace)
  const trace: Trace = {
    kind: 'match.pair',
    verdict: group === 'all-met' ? 'yes' : group === 'missed' ? 'no' : 'unknown',
    params: {
      group,
      met: musts.yes,
      missed: musts.no,
      unknown: musts.unknown,
      words,
      unclear: ready.unclear,
    },
    parts,
  }
  return { group, requirements, unclear: ready.unclear, words, trace }
}

function decided(verdict: Tri | 'review'): Tri {
  return verdict === 'review' ? 'unknown' : verdict
}

function pairRequirement(ready: ReadyRequirement, judged: RequirementJudged): PairRequirement {
  const { id, level, asked } = ready
  const { verdict, words, test } = judged
  const hits = words?.hits ?? []
  const lacking = words?.lacking ?? []
  const missing = words?.missing ?? (test && verdict === 'unknown' ? missingOf(test.trace) : [])
  const parts = test
    ? [test.trace]
    : [
        ...hits.map((hit) => ({
          kind: 'match.word',
          verdict: 'yes' as const,
          params: { ...hit },
          parts: [],
        })),
        ...lacking.map((wanted) => ({
          kind: 'match.word',
          verdict: missing.length > 0 ? ('unknown' as const) : ('no' as const),
          params: { wanted, missing },
          parts: [],
        })),
      ]
  const trace: Trace = { kind: 'match.requirement', verdict, params: { requirement: id, level }, parts }
  return { id, level, asked, verdict, hits, lacking, missing, trace }
}

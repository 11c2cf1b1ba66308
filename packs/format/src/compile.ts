import {
  type Clause,
  checkClause,
  type Dictionary,
  type DictionarySource,
  dictionaryOf,
} from '@qiongding/clause'
import type { Scheme } from '@qiongding/evaluation'
import { day, toBase } from '@qiongding/kernel'
import type { JourneyDefinition } from '@qiongding/lifecycle'
import type { Profile } from '@qiongding/matching'
import type { Target } from '@qiongding/pacing'
import { checkPolicy, type Policy } from '@qiongding/policy'
import type { ClauseSource } from './schema/common.ts'
import type { EvaluationDefinition } from './schema/evaluations.ts'
import type { KindDefinition, PackFact, TreeDefinition } from './schema/facts.ts'
import type { IndicatorDefinition } from './schema/indicators.ts'
import type { PackJourney, PackProfile } from './schema/journeys.ts'
import type { Pack } from './schema/pack.ts'
import type { SynonymSet } from './schema/presentation.ts'

/** A pack's facts and trees in the form the clause engine takes. */
export function dictionarySourceOf(pack: {
  readonly facts: readonly PackFact[]
  readonly trees: readonly TreeDefinition[]
}): DictionarySource {
  return {
    facts: pack.facts,
    trees: Object.fromEntries(pack.trees.map((tree) => [tree.id, tree.nodes])),
  }
}

/** Whose facts a gate of a journey may ask about: its subjects, the parties holding them, and the journey itself. */
export function journeyScope(
  journey: Pick<PackJourney, 'id' | 'subjectKinds'>,
  kinds: readonly KindDefinition[],
): readonly string[] {
  const holders = kinds
    .filter((kind) => journey.subjectKinds.includes(kind.id) && kind.holderKind !== undefined)
    .map((kind) => kind.holderKind as string)
  return [...new Set([...journey.subjectKinds, ...holders, journey.id])]
}

/** A journey with its clauses checked: what the lifecycle engine takes, and the pack's own notes beside. */
export type CompiledJourney = Omit<PackJourney, 'gates' | 'clocks' | 'lights' | 'notices'> &
  JourneyDefinition & {
    readonly notices: readonly (Omit<NonNullable<PackJourney['notices']>[number], 'when'> & {
      readonly when: Clause
    })[]
  }
/** A profile with its clauses checked: what the matching engine takes, and the pack's own notes beside. */
export type CompiledProfile = Omit<PackProfile, 'requirements'> & Profile

/** Words of one list as a tree, the form the matching engine takes: a narrower word stands below its wider one. */
export type WordList = readonly {
  readonly code: string
  readonly parent?: string
  readonly label: string
  readonly aliases?: readonly string[]
}[]

/** A pack made ready for the engines, once per loaded pack. */
export type CompiledPack = {
  readonly dictionary: Dictionary
  /** What the lifecycle engine takes, by journey id. */
  readonly journeys: ReadonlyMap<string, CompiledJourney>
  /** What the matching engine takes, by profile id. */
  readonly profiles: ReadonlyMap<string, CompiledProfile>
  /** Word lists by the id that a words requirement names: `trees` of the matching engine. */
  readonly wordLists: Readonly<Record<string, WordList>>
  /** What the policy engine takes, by policy id. */
  readonly policies: ReadonlyMap<string, Policy>
  /** A clause over the facts of these kinds; throws where `checkPack` would have found a mistake. */
  clause(source: ClauseSource, scope: readonly string[]): Clause
}

/** Compiles every clause of a pack that `checkPack` accepted. Throws on a clause with mistakes. */
export function compilePack(pack: Pack): CompiledPack {
  const dictionary = dictionaryOf(dictionarySourceOf(pack))
  const clause = (
    source: ClauseSource,
    scope: readonly string[],
    parameters?: Record<string, PackFact>,
  ): Clause => {
    const checked = checkClause(source, dictionary, { scope, ...(parameters && { parameters }) })
    if (!checked.clause) throw new Error(`clause with mistakes: ${JSON.stringify(checked.findings)}`)
    return checked.clause
  }
  const journeys = pack.journeys.map((journey): CompiledJourney => {
    const scope = journeyScope(journey, pack.kinds)
    return {
      ...journey,
      gates: journey.gates.map((gate) => ({
        ...gate,
        require: gate.require.map((requirement) =>
          'clause' in requirement
            ? { ...requirement, clause: clause(requirement.clause, scope) }
            : requirement,
        ),
      })),
      notices: (journey.notices ?? []).map((notice) => ({ ...notice, when: clause(notice.when, scope) })),
    }
  })
  const profiles = pack.matchings.map((profile): CompiledProfile => {
    const parameters = Object.fromEntries(
      pack.facts.filter((fact) => fact.of === profile.need).map((fact) => [fact.key, fact]),
    )
    return {
      ...profile,
      requirements: profile.requirements.map(({ when, test, ...rest }) => ({
        ...rest,
        ...(when !== undefined && { when: clause(when, [profile.need]) }),
        ...(test !== undefined && { test: clause(test, [profile.offer], parameters) }),
      })),
    }
  })
  return {
    dictionary,
    journeys: new Map(journeys.map((journey) => [journey.id, journey])),
    profiles: new Map(profiles.map((profile) => [profile.id, profile])),
    policies: new Map(
      pack.policies.map((definition) => {
        const { policy, findings } = checkPolicy(definition, dictionary, { scope: [definition.of] })
        if (!policy) throw new Error(`policy with mistakes: ${JSON.stringify(findings)}`)
        return [policy.id, policy]
      }),
    ),
    wordLists: Object.fromEntries(pack.words.synonyms.map((set) => [set.id, wordListOf(set)])),
    clause: (source, scope) => clause(source, scope),
  }
}

/** Every word once: those that stand as narrower are under their wider word, the rest are roots. */
function wordListOf(set: SynonymSet): WordList {
  const parents = new Map(set.terms.flatMap((term) => (term.narrower ?? []).map((word) => [word, term.word])))
  const named = new Map(set.terms.map((term) => [term.word, term]))
  return [...new Set([...named.keys(), ...parents.keys()])].map((word) => {
    const parent = parents.get(word)
    const also = named.get(word)?.also
    return {
      code: word,
      label: word,
      ...(parent !== undefined && { parent }),
      ...(also && { aliases: also }),
    }
  })
}

/**
 * The target of an indicator in base units, as the pacing engine takes it; undefined for what has no pace: anything but a
 * target, an approximate figure, a rank, and a target whose text gives no period.
 */
export function targetOf(indicator: IndicatorDefinition): Target | undefined {
  const { kind, op, value, unit, period, progress, start, measure } = indicator
  if (kind !== 'target' || op === 'about' || op === 'rank') return undefined
  if (value === undefined || unit === undefined || !period?.from || !period.to) return undefined
  const inBase = (amount: number) => toBase(amount, unit) ?? amount
  return {
    op,
    value: inBase(value),
    from: day(period.from),
    to: day(period.to),
    ...(progress !== undefined && { measure: progress }),
    ...(start !== undefined && { start: inBase(start) }),
    reading: measure && !('series' in measure) ? 'counted' : 'reported',
  }
}

/** A scheme of evaluation as the engine takes it. Targets of a sum are in the unit that the fact is shown in. */
export function schemeOf(
  { parts, penalties }: EvaluationDefinition,
  unitOf: (fact: string) => string | undefined = () => undefined,
): Scheme {
  return {
    parts: parts.map(({ id, weight, measure, against }) => {
      const unit = 'sum' in measure ? unitOf(measure.sum) : undefined
      const base = (value: number) => (unit === undefined ? value : (toBase(value, unit) ?? value))
      return {
        id,
        weight,
        how: 'sum' in measure ? 'sum' : 'ratio' in measure || 'opened' in measure ? 'mean' : 'count',
        against:
          typeof against === 'string'
            ? { kind: against }
            : {
                kind: 'target',
                of: Object.fromEntries(
                  Object.entries(against.targets).map(([office, value]) => [office, base(value)]),
                ),
              },
      }
    }),
    ...(penalties && { penalties: penalties.map(({ id, each }) => ({ id, each })) }),
  }
}

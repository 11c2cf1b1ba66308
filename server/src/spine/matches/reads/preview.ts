import type { Value } from '@qiongding/kernel'
import { type Profile, rank } from '@qiongding/matching'
import { reachOf } from '../../../platform/abilities.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, packOf } from '../../pack.ts'
import { checkValues } from '../../registry/index.ts'
import type { matchesContract } from '../contract.ts'
import { asked, optionsOf, profileOf } from './pair.ts'
import { rankFacts } from './ranking.ts'

type Requirement = Profile['requirements'][number]

/** Facts of a need by which it can state a requirement. */
const statedBy = ({ words, test }: Requirement): readonly string[] =>
  words ? [words.need] : (test?.parameters ?? [])

/**
 * What a need would ask as it is written: which requirements it states, leaves half open, or says nothing of, and how many offers there are
 * for it today. How many is only said to those who may see every match: whoever sees his own alone could try values until one counts.
 */
export function previewNeed(ctx: Context, { profile: id, values }: InputOf<typeof matchesContract.preview>) {
  const profile = profileOf(ctx, id)
  const { factsOf: factsOfKind } = packOf(ctx)
  const facts = Object.fromEntries(
    Object.entries(checkValues(factsOfKind.get(profile.need) ?? [], values)).filter(
      (one): one is [string, Value] => one[1] !== null,
    ),
  )
  const asOf = asOfOf(ctx, {})
  const options = optionsOf(ctx, asOf.on)
  const bare = rank(profile, facts, [], options)
  const sentences = asked(profile, facts, options)
  // Half said is what at least one of its facts is stated of; of the rest nobody said anything.
  const unclear = profile.requirements.filter(
    (one) => bare.unclear.includes(one.id) && statedBy(one).some((key) => facts[key] !== undefined),
  )
  const said = new Set([...bare.requirements.map((one) => one.id), ...unclear.map((one) => one.id)])
  const usual = new Map(profile.requirements.map((one) => [one.id, one]))
  const labelled = (requirement: string) =>
    usual.get(requirement)?.label ?? { zh: requirement, en: requirement }
  return reading(ctx, async (read) => {
    const ranking = reachOf(ctx.actor, 'match.read').all
      ? await rankFacts(ctx, read, profile, { facts, limit: 0, asOf })
      : undefined
    return {
      requirements: bare.requirements.flatMap((one) => {
        const sentence = sentences.get(one.id)
        return sentence ? [{ ...sentence, usual: usual.get(one.id)?.level ?? sentence.level }] : []
      }),
      unclear: unclear.map((one) => ({
        id: one.id,
        label: one.label,
        missing: statedBy(one).filter((key) => facts[key] === undefined),
      })),
      unstated: profile.requirements
        .filter((one) => !said.has(one.id))
        .map((one) => ({ id: one.id, label: one.label, by: [...statedBy(one)] })),
      vague: bare.requirements.length === 0,
      ...(ranking && {
        groups: ranking.groups,
        relaxations: ranking.relaxations
          .filter((one) => one.to > one.from)
          .slice(0, 3)
          .map(({ requirement, from, to }) => ({ requirement, label: labelled(requirement), from, to })),
      }),
      levels: { ...profile.levels },
    }
  })
}

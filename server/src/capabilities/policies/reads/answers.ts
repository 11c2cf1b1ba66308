import { day } from '@qiongding/kernel'
import { combine } from '@qiongding/policy'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf } from '../../../spine/pack.ts'
import type { Answer } from '../../../spine/policies/contract.ts'
import { answerOf, policiesOf, type Ruled } from '../../../spine/policies/index.ts'
import { findProfile, findProfileAsOf, foldedFacts, openProfiles } from '../../../spine/registry/index.ts'
import type { policiesContract } from '../contract.ts'
import { byReading } from '../rules.ts'

type Output = OutputOf<typeof policiesContract.answers>

/** What every policy for its kind says to one subject, and where the facts come from that it rests on. */
export function readAnswers(ctx: Context, query: InputOf<typeof policiesContract.answers>): Promise<Output> {
  const asOf = asOfOf(ctx, query)
  const kind = kindOf(ctx, query.kind)
  return reading(ctx, async (read) => {
    const ruled = (await policiesOf(ctx, read, asOf)).filter(({ definition }) => definition.of === kind.id)
    const profile = asOf.past
      ? await findProfileAsOf(ctx, read, query.id, kind.id, asOf)
      : await findProfile(ctx, read, query.id, kind.id)
    const [subject] = await openProfiles(ctx, read, [profile])
    const answers = ruled.map((one) => answerOf(one, profile.facts, day(asOf.on)))
    const together = togetherOf(ruled, answers)
    return {
      on: asOf.on,
      known: asOf.known,
      subject: {
        id: profile.subject_id,
        kind: kind.id,
        name: subject?.name ?? '',
        asOf: profile.as_of,
        demonstration: profile.demonstration,
      },
      answers: byReading(answers),
      facts: await sourcesOf(),
      ...(together && { together }),
    }

    async function sourcesOf(): Promise<Output['facts']> {
      const asked = new Set(
        ruled.flatMap(({ policy }) => policy.versions.flatMap((version) => version.facts)),
      )
      return [...(await foldedFacts(read, profile.subject_id, asOf))]
        .filter(([key]) => asked.has(key))
        .map(([key, { statement, conflict }]) => ({
          key,
          source: statement.source,
          asOf: statement.asOf,
          conflict,
        }))
    }
  })
}

/** The best legal combination of what is met for sure, where anything met excludes another. */
function togetherOf(ruled: readonly Ruled[], answers: readonly Answer[]): Output['together'] {
  const claims = answers.flatMap(({ id, verdict, worth }) =>
    verdict === 'yes' && worth ? [{ policy: id, amount: worth.from }] : [],
  )
  const met = new Set(claims.map(({ policy }) => policy))
  const excludes = ruled.flatMap(({ policy }) =>
    met.has(policy.id)
      ? policy.excludes.filter((other) => met.has(other)).map((other) => [policy.id, other] as const)
      : [],
  )
  if (excludes.length === 0) return undefined
  const { total, taken, left } = combine(claims, { excludes })
  return {
    total,
    taken: taken.map(({ policy, amount }) => ({ policy, amount })),
    left: left.map((one) => ({ ...one, because: [...one.because] })),
  }
}

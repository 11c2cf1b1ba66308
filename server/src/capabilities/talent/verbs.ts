import { day } from '@qiongding/kernel'
import { refuse } from '../../platform/refusals.ts'
import { allow } from '../../platform/verb/context.ts'
import { done, verb } from '../../platform/verb/verb.ts'
import { kindOf } from '../../spine/pack.ts'
import { findProfile, writeStatements } from '../../spine/registry/index.ts'
import { talentContract } from './contract.ts'
import { mayReconfirm } from './rules.ts'

/** Somebody stands behind a need again: a statement like any other, so that its history shows who kept it alive and when. */
export const reconfirmNeed = verb(talentContract.reconfirm, async (tx, ctx, { id, until }) => {
  const need = await findProfile(ctx, tx, id)
  allow(ctx, 'registry.write', { party: need.holder_id ?? undefined })
  const kind = kindOf(ctx, need.kind)
  const { expiresFact, demand } = kind
  if (expiresFact === undefined) throw refuse('unknown-fact', { key: 'expires' })
  const today = ctx.clock.today()
  if (!mayReconfirm(kind, day(until), today))
    throw refuse('bad-value', { key: expiresFact, value: until, type: 'day' })
  const [version] = await writeStatements(tx, ctx, need.kind, [
    {
      subjectId: id,
      fresh: false,
      source: ctx.actor.name,
      asOf: today,
      // Whoever confirms a need says that it is one, whatever was said to have become of it.
      values: { [expiresFact]: until, ...(demand && { [demand.outcome.fact]: demand.outcome.open }) },
      demonstration: need.demonstration,
    },
  ])
  return done(
    { id, version: version as string, until },
    {
      name: 'need.reconfirmed',
      about: { kind: need.kind, id },
      day: today,
      before: { until: need.facts[expiresFact] ?? null },
      after: { until },
    },
  )
})

import { decideGate } from '@qiongding/lifecycle'
import { v7 as uuidv7 } from 'uuid'
import { refuse } from '../../../platform/refusals.ts'
import { allow } from '../../../platform/verb/context.ts'
import { done, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../pack.ts'
import { journeysContract } from '../contract.ts'
import { definitionOf, judgeJourneys, stateOf } from '../gate.ts'
import { type JourneyRow, journeyKind } from '../journey-object.ts'
import { aboutJourney, findJourney } from '../reads.ts'
import { answered, checkDay } from './answered.ts'

export const advanceJourney = verb(journeysContract.advance, async (tx, ctx, input) => {
  const before = await findJourney(ctx, tx, input.id, { lock: true })
  allow(ctx, 'journey.advance', aboutJourney(before))
  mustMatch(ctx, before.version)
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  const on = input.day ?? ctx.clock.today()
  checkDay(ctx, before, on)
  const [judged] = await judgeJourneys(ctx, tx, [before], { ...asOfOf(ctx, {}), on })
  if (!judged) throw refuse('no-such-stage', { definition: before.definition })
  const decision =
    input.to === undefined || input.to === judged.decision.to
      ? judged.decision
      : decideGate(judged.definition, stateOf(before, judged.orders), judged.facts, {
          on: on as never,
          to: input.to,
        })
  if (decision.kind === 'hold')
    throw refuse('not-ready', { to: decision.to, unmet: decision.unmet, unknown: decision.unknown })
  const { confidential, ...open } = before
  const after: JourneyRow = {
    ...open,
    ...(confidential && judged.definition.confidential?.until !== decision.to && { confidential }),
    version: uuidv7(),
    stage: decision.to,
    since: on,
    reached: { ...before.reached, [decision.to]: before.reached[decision.to] ?? on },
    lastDay: on,
  }
  return done(
    await answered(tx, ctx, after),
    happened(journeyKind, { name: 'journey.advanced', day: on, before, after }),
  )
})

export const closeJourney = verb(journeysContract.close, async (tx, ctx, input) => {
  const before = await findJourney(ctx, tx, input.id, { lock: true })
  allow(ctx, 'journey.advance', aboutJourney(before))
  mustMatch(ctx, before.version)
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  const definition = definitionOf(ctx, before.definition)
  const exit = definition?.exits.find((one) => one.id === input.exit)
  if (!definition || !exit) throw refuse('no-such-stage', { stage: input.exit })
  const on = input.day ?? ctx.clock.today()
  checkDay(ctx, before, on)
  const after: JourneyRow = {
    ...before,
    version: uuidv7(),
    closed: { exit: exit.id, reason: input.reason, day: on },
    lastDay: on,
  }
  return done(
    await answered(tx, ctx, after),
    happened(journeyKind, { name: 'journey.closed', day: on, before, after }),
  )
})

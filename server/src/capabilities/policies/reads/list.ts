import { day } from '@qiongding/kernel'
import type { Context } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../../spine/pack.ts'
import type { policiesContract } from '../contract.ts'
import { policyView } from '../rules.ts'
import { policiesOf } from './judged.ts'

export async function readPolicies(
  ctx: Context,
  query: InputOf<typeof policiesContract.list>,
): Promise<OutputOf<typeof policiesContract.list>> {
  const { on, known } = asOfOf(ctx, query)
  return {
    on,
    known,
    policies: policiesOf(ctx).map(({ definition, policy }) => policyView(definition, policy, day(on))),
  }
}

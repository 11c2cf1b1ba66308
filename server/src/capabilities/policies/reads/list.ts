import { day } from '@qiongding/kernel'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { policiesOf, policyView } from '../../../spine/policies/index.ts'
import type { policiesContract } from '../contract.ts'

export async function readPolicies(
  ctx: Context,
  query: InputOf<typeof policiesContract.list>,
): Promise<OutputOf<typeof policiesContract.list>> {
  const asOf = asOfOf(ctx, query)
  const { on, known } = asOf
  const ruled = await reading(ctx, (read) => policiesOf(ctx, read, asOf))
  return { on, known, policies: ruled.map((one) => policyView(one, day(on))) }
}

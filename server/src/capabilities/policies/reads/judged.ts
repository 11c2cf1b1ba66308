import type { Day, Facts } from '@qiongding/kernel'
import type { PolicyDefinition } from '@qiongding/pack-format'
import { explainPolicy, judgePolicy, linesOf, missingFor, type Policy, stepsTo } from '@qiongding/policy'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { packOf } from '../../../spine/pack.ts'
import type { Answer } from '../contract.ts'
import { policyView, stepView } from '../rules.ts'

export type Ruled = { readonly definition: PolicyDefinition; readonly policy: Policy }

/** Every policy of the district, as written and as the engine takes it. */
export function policiesOf(ctx: Context): Ruled[] {
  const { pack, compiled } = packOf(ctx)
  return pack.policies.flatMap((definition) => {
    const policy = compiled.policies.get(definition.id)
    return policy ? [{ definition, policy }] : []
  })
}

export function policyOf(ctx: Context, id: string): Ruled {
  const found = policiesOf(ctx).find(({ definition }) => definition.id === id)
  if (!found) throw refuse('not-found', { policy: id })
  return found
}

/** What a policy says to one subject, with everything that is shown of it. */
export function answerOf({ definition, policy }: Ruled, facts: Facts, on: Day): Answer {
  const answer = judgePolicy(policy, facts, { on })
  const { verdict, trace, worth } = answer
  return {
    ...policyView(definition, policy, on),
    ...(verdict && { verdict }),
    messages: explainPolicy(answer),
    lines: trace ? linesOf(trace).map((line) => ({ ...line, messages: [...line.messages] })) : [],
    missing: trace ? [...missingFor(trace)] : [],
    steps: verdict === 'no' ? stepsTo(policy, facts, { on, answer }).map(stepView) : [],
    ...(worth && { worth: { ...worth, missing: [...worth.missing] } }),
  }
}

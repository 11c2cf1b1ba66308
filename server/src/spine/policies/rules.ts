import { type Day, Decimal } from '@qiongding/kernel'
import type { PolicyDefinition } from '@qiongding/pack-format'
import { type Policy, standingOn, type stepsTo } from '@qiongding/policy'
import type { PolicyView, Standing, Step } from './contract.ts'

/** Where a policy stands on a day, as it is shown. */
export function standingView(policy: Policy, on: Day): Standing {
  const standing = standingOn(policy, on)
  if (standing.is === 'not-entered') return { is: 'not-entered' }
  const { version, cite, effective } = standing.version
  return {
    is: standing.is,
    version,
    cite,
    from: effective.from,
    ...(effective.to && { to: effective.to }),
    ...(standing.is === 'in-force' && {
      window: {
        is: standing.window.is,
        ...('on' in standing.window && standing.window.on && { on: standing.window.on }),
      },
    }),
  }
}

/** A policy as it is shown on a day: the notes of the version that is the rule. */
export function policyView(
  {
    definition,
    policy,
    unfit,
  }: {
    readonly definition: PolicyDefinition
    readonly policy: Policy
    readonly unfit: readonly number[]
  },
  on: Day,
): PolicyView {
  const { id, label, kind, of, office, note } = definition
  const standing = standingView(policy, on)
  const version = definition.versions?.find((one) => one.version === standing.version)
  return {
    id,
    label,
    kind,
    of,
    office,
    ...(note && { note }),
    standing,
    verify: version?.verify ?? [],
    terms: version?.terms ?? [],
    ...(version?.gives && { gives: version.gives }),
    unfit: [...unfit],
  }
}

export function stepView(step: ReturnType<typeof stepsTo>[number]): Step {
  const { kind: _, ...rest } = step
  return rest
}

/** Several amounts together; without an upper end as soon as one has none. */
export function sumOf(worths: readonly { readonly from: string; readonly to?: string }[]): {
  from: string
  to?: string
} {
  const add = (texts: readonly string[]) =>
    texts.reduce((sum, text) => sum.plus(text), new Decimal(0)).toFixed()
  const tops = worths.map((worth) => worth.to)
  return {
    from: add(worths.map((worth) => worth.from)),
    ...(tops.every((top) => top !== undefined) && { to: add(tops) }),
  }
}

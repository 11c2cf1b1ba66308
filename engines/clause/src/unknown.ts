import type { Trace } from '@qiongding/kernel'

/**
 * Why a test is unknown, and which facts would change that: `missing` where values are not there, `zero` where one cannot divide by
 * what is there, `unusable` where a value is there but says too little (a code too coarse, a value outside its list).
 */
export function whyUnknown(operands: readonly Trace[]): {
  readonly why: 'missing' | 'zero' | 'unusable'
  readonly missing: readonly string[]
} {
  const leaves = operands.flatMap(leavesOf)
  const absent = leaves.filter((leaf) => leaf.params.value === undefined)
  if (absent.length > 0) return { why: 'missing', missing: namesOf(absent) }
  const divisors = operands.flatMap(zeroDivisors)
  if (divisors.length > 0) return { why: 'zero', missing: namesOf(divisors.flatMap(leavesOf)) }
  return { why: 'unusable', missing: namesOf(leaves) }
}

function leavesOf(trace: Trace): readonly Trace[] {
  if (trace.kind === 'fact' || trace.kind === 'parameter') return [trace]
  return trace.parts.flatMap(leavesOf)
}

/** Divisors that are known and yet leave their quotient unknown. */
function zeroDivisors(trace: Trace): readonly Trace[] {
  const [, divisor] = trace.parts
  const below = trace.parts.flatMap(zeroDivisors)
  const here =
    trace.kind === 'divide' && trace.params.value === undefined && divisor?.params.value !== undefined
  return below.length === 0 && here ? [divisor] : below
}

function namesOf(leaves: readonly Trace[]): readonly string[] {
  return [
    ...new Set(
      leaves.map((leaf) => (leaf.kind === 'parameter' ? `$${leaf.params.key}` : String(leaf.params.key))),
    ),
  ]
}

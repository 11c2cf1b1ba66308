import type { Columns } from '@qiongding/clause/columns'
import type { Day } from '@qiongding/kernel'
import type { Condition, Policy } from '../definition.ts'
import { standingOn } from '../standing.ts'
import { judgePolicies, type PolicyColumn } from './judge.ts'

/**
 * Judges many subjects by every line of a policy on a day, a column each, in the order and with the verdicts of `linesOf`: whom exactly one
 * line keeps out is read off the bits. Empty where the policy is not in force.
 */
export function judgeLines(
  policy: Policy,
  columns: Columns,
  options: { readonly on: Day; readonly from?: number; readonly to?: number },
): PolicyColumn[] {
  const standing = standingOn(policy, options.on)
  if (standing.is !== 'in-force') return []
  const { version } = standing
  const lines = linesIn(version.require).map(
    (require, at): Policy => ({ ...policy, id: `${policy.id} ${at}`, versions: [{ ...version, require }] }),
  )
  return judgePolicies(lines, columns, options)
}

function linesIn(require: Condition): readonly Condition[] {
  if (require.kind === 'all') return require.parts
  if (require.kind !== 'clause') return [require]
  const { clause, path } = require
  const { root } = clause
  return root.kind === 'all'
    ? root.parts.map((part): Condition => ({ kind: 'clause', path, clause: { ...clause, root: part } }))
    : [require]
}

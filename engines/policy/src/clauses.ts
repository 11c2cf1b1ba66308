import type { Clause } from '@qiongding/clause'
import type { Amount, Condition, Points } from './definition.ts'

/** Every clause of a condition, of points or of an amount, in reading order. */
export function clausesIn(part: Condition | Points | Amount): readonly Clause[] {
  switch (part.kind) {
    case 'clause':
      return [part.clause]
    case 'not':
      return clausesIn(part.part)
    case 'score':
      return clausesIn(part.points)
    case 'expert':
      return [part.reads]
    case 'fixed':
      return []
    case 'rate':
      return [part.base]
    case 'cases':
      return [
        ...part.cases.flatMap((each) =>
          'amount' in each ? [each.clause, ...clausesIn(each.amount)] : [each.clause],
        ),
        ...(typeof part.otherwise === 'number' ? [] : clausesIn(part.otherwise)),
      ]
    default:
      return part.parts.flatMap(clausesIn)
  }
}

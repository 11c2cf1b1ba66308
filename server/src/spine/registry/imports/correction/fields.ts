import type { Value } from '@qiongding/kernel'
import type { FieldDiff } from '../plan.ts'
import { sameValue } from '../returned/compare.ts'
import type { Corrected, CorrectedRow } from './prepare.ts'

/** True for a value that reads as it did when it was written: whatever became of it since, this sheet says nothing new. */
export const untouched = (row: CorrectedRow | undefined, fact: string, after: Value | undefined) =>
  row?.values?.[fact] !== undefined && sameValue(row.values[fact], after)

/** Cells that held a value when it was written and hold none any more. Nobody empties a cell by saying nothing: each is asked. */
export function clearedFields(given: {
  readonly row: CorrectedRow | undefined
  readonly facts: Corrected['facts'] | undefined
  readonly values: Readonly<Record<string, Value>>
  readonly standing: (fact: string) => Value | undefined
  readonly decided: (fact: string) => 'adopt' | 'keep' | undefined
}): FieldDiff[] {
  return Object.entries(given.row?.values ?? {}).flatMap(([key, base]): FieldDiff[] => {
    if (given.values[key] !== undefined || !given.facts?.has(key)) return []
    const before = given.standing(key)
    if (before === undefined || !sameValue(before, base)) return []
    const decided = given.decided(key)
    return [
      {
        key,
        before,
        base,
        way: 'cleared',
        keep: decided !== 'adopt',
        ...(decided === undefined && { undecided: true as const }),
      },
    ]
  })
}

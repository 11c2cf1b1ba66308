import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, type Statement } from '../fold.ts'
import type { MergeRow, Side } from './merge-object.ts'
import { groupsFrom, passesOf } from './rules.ts'

/** Something that happens to five records: one states a value, two are merged, a merge is undone. */
type Step =
  | {
      readonly do: 'state'
      readonly who: number
      readonly asOf: number
      readonly key: 'a' | 'b'
      readonly value: number
    }
  | { readonly do: 'merge'; readonly into: number; readonly merged: number; readonly a?: Side }
  | { readonly do: 'undo'; readonly nth: number }

const who = fc.nat(4)
const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('state' as const),
      who,
      asOf: fc.nat(3),
      key: fc.constantFrom('a' as const, 'b' as const),
      value: fc.nat(9),
    }),
    fc.record(
      {
        do: fc.constant('merge' as const),
        into: who,
        merged: who,
        a: fc.constantFrom<Side>('into', 'merged'),
      },
      { requiredKeys: ['do', 'into', 'merged'] },
    ),
    fc.record({ do: fc.constant('undo' as const), nth: fc.nat(9) }),
  ),
  { maxLength: 30 },
)

const idOf = (n: number) => `subject-${n}`
const at = (n: number) => `2026-01-01T00:00:00.${String(n).padStart(3, '0')}Z`

/** Plays the steps; what no merge allows is left out, as the verb refuses it. */
function play(script: readonly Step[]): { statements: Statement[]; merges: MergeRow[] } {
  const statements: Statement[] = []
  let merges: MergeRow[] = []
  for (const [n, step] of script.entries()) {
    if (step.do === 'state')
      statements.push({
        id: `statement-${String(n).padStart(3, '0')}`,
        subjectId: idOf(step.who),
        source: 'x',
        asOf: `2025-0${step.asOf + 1}-01`,
        recordedAt: at(n),
        by: 'x',
        retracts: null,
        demonstration: false,
        facts: { [step.key]: step.value },
        sealed: null,
      })
    else if (step.do === 'undo')
      merges = merges.filter((_, index) => index !== step.nth % (merges.length || 1))
    else {
      const taken = new Set(merges.map((one) => one.mergedId))
      const [intoId, mergedId] = [idOf(step.into), idOf(step.merged)]
      if (intoId === mergedId || taken.has(intoId) || taken.has(mergedId)) continue
      merges.push({
        id: `merge-${String(n).padStart(3, '0')}`,
        kind: 'enterprise',
        intoId,
        mergedId,
        state: 'standing',
        stands: step.a ? { a: step.a } : {},
        by: 'x',
        byId: 'x',
        recordedAt: at(n),
        demonstration: false,
      })
    }
  }
  return { statements, merges }
}

describe('groups', () => {
  it('part all records: each stands in one group or alone, and shows under one that stands itself', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const { merges } = play(script)
        const groups = groupsFrom(merges)
        const members = groups.flatMap((group) => group.members)
        expect(new Set(members).size).toBe(members.length)
        expect(groups.flatMap((group) => group.merges)).toHaveLength(merges.length)
        for (const group of groups) {
          expect(group.members).toContain(group.root)
          expect(group.merges.map((one) => one.mergedId)).not.toContain(group.root)
          expect(group.merges).toHaveLength(group.members.length - 1)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('do not depend on the order in which merges are told', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const { merges } = play(script)
        const sorted = (list: ReturnType<typeof groupsFrom>) =>
          list.toSorted((a, b) => (a.root < b.root ? -1 : 1))
        expect(sorted(groupsFrom(merges.toReversed()))).toEqual(sorted(groupsFrom(merges)))
      }),
    )
  })
})

describe('choices', () => {
  it('take effect for their fact alone, on what was stated by then, by the side that was not chosen', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const { statements, merges } = play(script)
        for (const group of groupsFrom(merges)) {
          const own = statements.filter((one) => group.members.includes(one.subjectId))
          const winners = fold(own, passesOf(group))
          // What nobody chose about follows the days alone.
          expect(winners.get('b')?.value).toEqual(fold(own).get('b')?.value)
          const last = group.merges.filter((merge) => merge.stands.a).at(-1)
          if (!last) expect(winners.get('a')?.value).toEqual(fold(own).get('a')?.value)
          // Whatever is stated after the last choice and merge counts as ever.
          const newest = own
            .filter((one) => 'a' in one.facts)
            .toSorted((x, y) => (x.asOf + x.recordedAt < y.asOf + y.recordedAt ? -1 : 1))
            .at(-1)
          const end = group.merges.at(-1)?.recordedAt ?? ''
          if (newest && newest.recordedAt > end) expect(winners.get('a')?.statement.id).toBe(newest.id)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('let the chosen side win though the other is newer, and a later list win over both', () => {
    const { statements, merges } = play([
      { do: 'state', who: 0, asOf: 0, key: 'a', value: 1 },
      { do: 'state', who: 1, asOf: 2, key: 'a', value: 2 },
      { do: 'merge', into: 0, merged: 1, a: 'into' },
      { do: 'state', who: 1, asOf: 1, key: 'a', value: 3 },
    ])
    const [group] = groupsFrom(merges)
    expect(fold(statements, passesOf(group!)).get('a')?.value).toBe(3)
    expect(fold(statements.slice(0, 2), passesOf(group!)).get('a')?.value).toBe(1)
    expect(fold(statements).get('a')?.value).toBe(2)
  })

  it('of an undone merge say nothing about a record that joins again', () => {
    // C was merged into B whose code was chosen away; C leaves B, and joins A with its own code chosen.
    const { statements, merges } = play([
      { do: 'state', who: 0, asOf: 0, key: 'a', value: 1 },
      { do: 'state', who: 2, asOf: 0, key: 'a', value: 3 },
      { do: 'merge', into: 1, merged: 2 },
      { do: 'merge', into: 0, merged: 1, a: 'into' },
      { do: 'undo', nth: 0 },
      { do: 'merge', into: 0, merged: 2, a: 'merged' },
    ])
    const [group] = groupsFrom(merges)
    expect(group?.members).toHaveLength(3)
    expect(fold(statements, passesOf(group!)).get('a')?.value).toBe(3)
  })
})

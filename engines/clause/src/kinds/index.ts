import type { Clause, Test } from '../definition.ts'
import { age, day } from './days.ts'
import { amongst, compare } from './numeric.ts'
import { has, tree } from './sets.ts'
import type { CompiledTest } from './shared.ts'
import { flag, known, ladder, ladderIn, text } from './values.ts'

/** The verdict of every kind of test; a new kind that is not listed here does not compile. */
export function compileTest(test: Test, trees: Clause['trees']): CompiledTest {
  switch (test.kind) {
    case 'compare':
      return compare(test)
    case 'amongst':
      return amongst(test)
    case 'enum':
      return ladder(test)
    case 'enum-in':
      return ladderIn(test)
    case 'text':
    case 'text-in':
      return text(test)
    case 'day':
      return day(test)
    case 'age':
      return age(test)
    case 'flag':
      return flag(test)
    case 'tree':
      return tree(test, trees[test.tree] ?? {})
    case 'has':
      return has(test)
    case 'known':
      return known(test)
  }
}

export { holds } from './shared.ts'

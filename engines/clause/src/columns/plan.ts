import type { Clause, Part, Test } from '../definition.ts'

/** One part of one or more clauses; parts are named by their number, and a part stands after those it is made of. */
export type PlanPart =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly number[]; readonly review: boolean }
  | { readonly kind: 'not'; readonly part: number; readonly review: boolean }
  | { readonly kind: 'review'; readonly review: true }
  | { readonly kind: 'test'; readonly test: Test; readonly trees: Clause['trees']; readonly review: false }

/** Several clauses with everything that they share said once. `review`: the part may come to be a matter for a person. */
export type Plan = { readonly parts: readonly PlanPart[]; readonly roots: readonly number[] }

/** Clauses as a plan: the same test, and the same part made of the same parts, is one part. */
export function planOf(clauses: readonly Clause[]): Plan {
  const parts: PlanPart[] = []
  const numbers = new Map<string, number>()
  // Trees of one name may come from several dictionaries: they are told apart by what they are.
  const trees = new Map<object, number>()
  const numberOf = (key: string, make: () => PlanPart): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    const number = parts.push(make()) - 1
    numbers.set(key, number)
    return number
  }
  const treeOf = (tree: object | undefined) => {
    if (tree === undefined) return ''
    if (!trees.has(tree)) trees.set(tree, trees.size)
    return trees.get(tree)
  }
  const add = (part: Part, of: Clause): number => {
    switch (part.kind) {
      case 'all':
      case 'any': {
        const { kind } = part
        const below = part.parts.map((each) => add(each, of))
        const review = below.some((each) => parts[each]!.review)
        return numberOf(`${kind} ${below.join(' ')}`, () => ({ kind, parts: below, review }))
      }
      case 'not': {
        const below = add(part.part, of)
        const { review } = parts[below]!
        return numberOf(`not ${below}`, () => ({ kind: 'not', part: below, review }))
      }
      case 'review':
        return numberOf('review', () => ({ kind: 'review', review: true }))
      case 'test': {
        const { test } = part
        const tree = test.kind === 'tree' ? treeOf(of.trees[test.tree]) : ''
        return numberOf(`test ${tree} ${JSON.stringify(test)}`, () => ({
          kind: 'test',
          test,
          trees: of.trees,
          review: false,
        }))
      }
    }
  }
  return { roots: clauses.map((clause) => add(clause.root, clause)), parts }
}

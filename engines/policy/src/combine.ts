import { Decimal } from '@qiongding/kernel'
import { written } from './amount.ts'

/** What one policy would give a subject: decimal text of yuan. */
export type Claim = { readonly policy: string; readonly amount: string }

/** What may not be had together. */
export type Stacking = {
  /** Pairs of which one at most may be taken. */
  readonly excludes: readonly (readonly [string, string])[]
  /** Several policies that together give so much at most (decimal text of yuan). Of two such groups one holds the other, or they share nothing. */
  readonly limits?: readonly {
    readonly id: string
    readonly policies: readonly string[]
    readonly atMost: string
  }[]
}

export type Combination = {
  readonly total: string
  /** Taken, with what each gives after the limits, in the order of the claims. */
  readonly taken: readonly { readonly policy: string; readonly amount: string; readonly limit?: string }[]
  /** Left out, with those taken that exclude it and what the whole would be with it instead. */
  readonly left: readonly {
    readonly policy: string
    readonly because: readonly string[]
    readonly instead: string
  }[]
  /** False where the search was broken off; then it is legal, and perhaps not the best. */
  readonly proven: boolean
}

/** Sets looked at before the search is broken off. */
const MOST_SETS = 200_000

/**
 * The best legal combination: the policies that together give the most, none excluding another, every limit kept. Exact by branch and
 * bound; among equals the one that takes earlier claims.
 *
 * ```ts
 * combine([{ policy: 'a', amount: '500000' }, { policy: 'b', amount: '300000' }], { excludes: [['a', 'b']] }).total // '500000'
 * ```
 */
export function combine(claims: readonly Claim[], stacking: Stacking): Combination {
  const amounts = claims.map((claim) => new Decimal(claim.amount))
  const place = new Map(claims.map((claim, at) => [claim.policy, at]))
  const conflicts = claims.map(() => new Set<number>())
  for (const [one, other] of stacking.excludes) {
    const [a, b] = [place.get(one), place.get(other)]
    if (a === undefined || b === undefined || a === b) continue
    conflicts[a]!.add(b)
    conflicts[b]!.add(a)
  }
  // Narrow groups first, so that a wide one cuts what they left.
  const limits = (stacking.limits ?? [])
    .map((limit) => ({
      id: limit.id,
      most: new Decimal(limit.atMost),
      members: new Set(limit.policies.flatMap((policy) => place.get(policy) ?? [])),
    }))
    .sort((a, b) => a.members.size - b.members.size)

  const paid = (set: readonly number[]) => {
    const pays = new Map(
      set.map((at) => [at, { amount: amounts[at]!, limit: undefined as string | undefined }]),
    )
    for (const limit of limits) {
      let left = limit.most
      for (const at of set) {
        const pay = pays.get(at)!
        if (!limit.members.has(at)) continue
        if (pay.amount.gt(left)) pays.set(at, { amount: left, limit: limit.id })
        left = left.minus(pays.get(at)!.amount)
      }
    }
    return pays
  }
  const totalOf = (set: readonly number[]) =>
    [...paid(set).values()].reduce((sum, { amount }) => sum.plus(amount), new Decimal(0))

  let sets = 0
  /** The best set that holds all of `taken`, out of these and the ones from `from` on. */
  const search = (must: readonly number[]): { set: readonly number[]; total: Decimal } => {
    const barred = new Set(must.flatMap((at) => [...conflicts[at]!]))
    const open = claims.map((_, at) => at).filter((at) => !must.includes(at) && !barred.has(at))
    // Whatever excludes nobody that is left is taken: it can only add.
    const free = open.filter((at) => ![...conflicts[at]!].some((other) => open.includes(other)))
    const torn = open.filter((at) => !free.includes(at))
    let best = { set: sorted([...must, ...free]), total: new Decimal(-1) }
    const grow = (taken: readonly number[], rest: readonly number[]): void => {
      if (++sets > MOST_SETS) return
      const [next, ...later] = rest
      if (next === undefined) {
        const set = sorted(taken)
        const total = totalOf(set)
        if (total.gt(best.total)) best = { set, total }
        return
      }
      // Even everything that is left, excluded or not, would have to beat what is known.
      if (best.total.gte(0) && totalOf(sorted([...taken, ...rest])).lte(best.total)) return
      grow(
        [...taken, next],
        later.filter((at) => !conflicts[next]!.has(at)),
      )
      if (later.some((at) => conflicts[next]!.has(at))) grow(taken, later)
    }
    grow([...must, ...free], torn)
    return best
  }

  const best = search([])
  const proven = sets <= MOST_SETS
  const pays = paid(best.set)
  return {
    total: written(totalOf(best.set)),
    taken: best.set.map((at) => {
      const { amount, limit } = pays.get(at)!
      return { policy: claims[at]!.policy, amount: written(amount), ...(limit !== undefined && { limit }) }
    }),
    left: claims.flatMap(({ policy }, at) => {
      if (best.set.includes(at)) return []
      sets = 0
      return {
        policy,
        because: best.set.filter((other) => conflicts[at]!.has(other)).map((other) => claims[other]!.policy),
        instead: written(search([at]).total),
      }
    }),
    proven,
  }
}

const sorted = (set: readonly number[]) => set.toSorted((a, b) => a - b)

import { type Compiled, compile, type Run } from './compile.ts'
import type { Flow } from './definition.ts'

/** What one order would bring if it were confirmed and nothing else changed. */
export type Unblock = {
  readonly order: string
  /** Gates that then pass and did not before, in the order in which they open; `via` are the freed gates that had to pass first. */
  readonly freed: readonly { readonly gate: string; readonly case: string; readonly via: readonly string[] }[]
  /** Gates that would pass then if what is unknown of them turned out to be met. */
  readonly perhaps: readonly { readonly gate: string; readonly case: string }[]
  /** Gates that wait for this order and still would not pass: for how many other orders, and whether for something no order brings. */
  readonly still: readonly {
    readonly gate: string
    readonly case: string
    readonly orders: number
    readonly unmet: boolean
  }[]
  /** Cases of the freed gates. */
  readonly cases: number
  /** Money of those cases, in yuan, as far as it is known, and of how many it is not. */
  readonly money: number
  readonly moneyUnknown: number
}

/** By what the orders are put in order: how many cases they free, or how much money. The other decides between equals. */
export type By = 'cases' | 'money'

/**
 * What confirming one order would free. An order nobody waits for frees nothing.
 *
 * ```ts
 * freedBy(flow, 'power-1').freed // [{ gate: 'a start', case: 'a', via: [] }, { gate: 'a finish', case: 'a', via: ['a start'] }]
 * ```
 */
export function freedBy(flow: Flow, order: string): Unblock {
  return unblock(compile(flow), order)
}

/**
 * The orders that free something, or perhaps something, the best first: more cases, then more money (or the other way round), then more
 * gates that perhaps pass, then the id. Each is worked out for itself: two orders that free a gate only together free nothing alone.
 *
 * Takes time in proportion to the gates that each order reaches.
 * @param limit how many to answer; all that free something otherwise
 */
export function bestUnblocks(
  flow: Flow,
  { by = 'cases', limit = Number.POSITIVE_INFINITY }: { readonly by?: By; readonly limit?: number } = {},
): readonly Unblock[] {
  const compiled = compile(flow)
  const measured = compiled.orders.flatMap((_, at) => {
    const found = measure(compiled, at)
    return found.cases > 0 || found.perhaps > 0 ? [found] : []
  })
  const worth = ({ cases, money }: Measured) => (by === 'cases' ? [cases, money] : [money, cases])
  measured.sort((a, b) => {
    const [mine, theirs] = [worth(a), worth(b)]
    for (const at of [0, 1]) {
      const difference = (theirs[at] ?? 0) - (mine[at] ?? 0)
      if (difference !== 0) return difference
    }
    if (a.perhaps !== b.perhaps) return b.perhaps - a.perhaps
    const [one, other] = [compiled.orders[a.order] ?? '', compiled.orders[b.order] ?? '']
    return one < other ? -1 : one > other ? 1 : 0
  })
  return measured.slice(0, limit).map(({ order }) => unblock(compiled, compiled.orders[order] ?? ''))
}

type Measured = {
  readonly order: number
  readonly cases: number
  readonly money: number
  readonly perhaps: number
}

/** Cases and money that an order frees, counted without putting the answer together. */
function measure(compiled: Compiled, order: number): Measured {
  const sure = compiled.sure.confirm(order)
  const cases = new Set<number>()
  for (const gate of sure.opened) cases.add(compiled.caseOf[gate] as number)
  let money = 0
  for (const one of cases) money += compiled.money[one] ?? 0
  const perhaps = perhapsOf(compiled, order, sure).length
  return { order, cases: cases.size, money, perhaps }
}

/** Gates that pass only if what is unknown is met, and did not even then before. */
function perhapsOf(compiled: Compiled, order: number, sure: Run): readonly number[] {
  if (!compiled.anyUnknown) return []
  const certain = new Set(sure.opened)
  return compiled.hopeful
    .confirm(order)
    .opened.filter((gate) => !certain.has(gate) && !compiled.sure.passes(gate))
}

function unblock(compiled: Compiled, id: string): Unblock {
  const order = compiled.placeOf.get(id)
  const nothing = { order: id, freed: [], perhaps: [], still: [], cases: 0, money: 0, moneyUnknown: 0 }
  if (order === undefined) return nothing
  const sure = compiled.sure.confirm(order)
  const opened = new Set(sure.opened)
  const named = (gate: number) => ({
    gate: compiled.gates[gate]?.id ?? '',
    case: compiled.gates[gate]?.case ?? '',
  })
  const perhaps = perhapsOf(compiled, order, sure)
  const maybe = new Set(perhaps)
  const cases = new Set(sure.opened.map((gate) => compiled.caseOf[gate] as number))
  const known = [...cases].flatMap((one) => compiled.money[one] ?? [])
  return {
    order: id,
    freed: sure.opened.map((gate) => ({
      ...named(gate),
      via: (compiled.before[gate] ?? []).filter((one) => opened.has(one)).map((one) => named(one).gate),
    })),
    perhaps: perhaps.map(named),
    still: (compiled.gatesOf[order] ?? [])
      .filter((gate) => !opened.has(gate) && !maybe.has(gate))
      .map((gate) => ({
        ...named(gate),
        orders: (compiled.ordersOf[gate] ?? 0) - 1,
        unmet: compiled.gates[gate]?.unmet === true,
      })),
    cases: cases.size,
    money: known.reduce((sum, one) => sum + one, 0),
    moneyUnknown: cases.size - known.length,
  }
}

import type { Flow, FlowGate } from './definition.ts'

/** What comes of confirming an order: gates that pass now and did not, in the order in which they open. */
export type Run = { readonly opened: readonly number[] }

/** Gates, orders and cases by number, and two readings of the gates: what is unknown blocks, or does not. */
export type Compiled = {
  readonly gates: readonly FlowGate[]
  readonly orders: readonly string[]
  readonly placeOf: ReadonlyMap<string, number>
  readonly caseOf: readonly number[]
  readonly money: readonly (number | undefined)[]
  /** Gates that wait for an order. */
  readonly gatesOf: readonly (readonly number[])[]
  /** Orders that a gate waits for. */
  readonly ordersOf: readonly number[]
  /** Gates before a gate. */
  readonly before: readonly (readonly number[])[]
  readonly anyUnknown: boolean
  readonly sure: Reading
  readonly hopeful: Reading
}

/** The gates as they stand: which pass already, and what more would if one order were confirmed. */
type Reading = { passes(gate: number): boolean; confirm(order: number): Run }

export function compile({ cases, gates }: Flow): Compiled {
  const caseAt = new Map(cases.map((one, at) => [one.id, at]))
  const gateAt = new Map(gates.map((gate, at) => [gate.id, at]))
  const placeOf = new Map<string, number>()
  const orders: string[] = []
  const gatesOf: number[][] = []
  const ordersOf = gates.map((gate, at) => {
    const own = new Set(gate.orders)
    for (const id of own) {
      let place = placeOf.get(id)
      if (place === undefined) {
        place = orders.length
        placeOf.set(id, place)
        orders.push(id)
        gatesOf.push([])
      }
      gatesOf[place]?.push(at)
    }
    return own.size
  })
  // A gate after one that is not there never passes: nobody can say that it has been.
  const before = gates.map((gate) => [...new Set(gate.after ?? [])].map((id) => gateAt.get(id) ?? -1))
  const behind: number[][] = gates.map(() => [])
  for (const [at, own] of before.entries()) for (const one of own) if (one >= 0) behind[one]?.push(at)
  const waits = (gate: FlowGate, at: number, hopeful: boolean) =>
    (ordersOf[at] ?? 0) +
    (before[at]?.length ?? 0) +
    (gate.unmet ? 1 : 0) +
    (gate.unknown && !hopeful ? 1 : 0)
  const reading = (hopeful: boolean) =>
    readingOf(
      Int32Array.from(gates, (gate, at) => waits(gate, at, hopeful)),
      { gatesOf, behind },
    )
  return {
    gates,
    orders,
    placeOf,
    caseOf: gates.map((gate) => caseAt.get(gate.case) ?? -1),
    money: cases.map((one) => one.money),
    gatesOf,
    ordersOf,
    before: before.map((own) => own.filter((one) => one >= 0)),
    anyUnknown: gates.some((gate) => gate.unknown === true),
    sure: reading(false),
    hopeful: reading(true),
  }
}

/** Counts what each gate still waits for. Confirming an order counts down and what was counted is put back: nothing is copied. */
function readingOf(
  waiting: Int32Array,
  graph: {
    readonly gatesOf: readonly (readonly number[])[]
    readonly behind: readonly (readonly number[])[]
  },
): Reading {
  const passed = new Uint8Array(waiting.length)
  /** Lets gates that wait for nothing more pass, and what waits for them; answers them in order. */
  const pass = (first: readonly number[], touched?: number[]): number[] => {
    const opened = [...first]
    for (let next = 0; next < opened.length; next++) {
      for (const gate of graph.behind[opened[next] as number] ?? []) {
        touched?.push(gate)
        waiting[gate] = (waiting[gate] as number) - 1
        if (waiting[gate] === 0) opened.push(gate)
      }
    }
    return opened
  }
  for (const gate of pass(Array.from(waiting.keys()).filter((at) => waiting[at] === 0))) passed[gate] = 1
  return {
    passes: (gate) => passed[gate] === 1,
    confirm(order) {
      const touched: number[] = []
      const first: number[] = []
      for (const gate of graph.gatesOf[order] ?? []) {
        touched.push(gate)
        waiting[gate] = (waiting[gate] as number) - 1
        if (waiting[gate] === 0) first.push(gate)
      }
      const opened = pass(first, touched)
      for (const gate of touched) waiting[gate] = (waiting[gate] as number) + 1
      return { opened }
    },
  }
}

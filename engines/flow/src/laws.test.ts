import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestUnblocks, checkFlow, type Flow, type FlowGate, freedBy } from './index.ts'

const ORDERS = ['o1', 'o2', 'o3', 'o4']

/** Small flows without circles: a gate waits only for gates written before it. */
const flowArb: fc.Arbitrary<Flow> = fc
  .array(
    fc.record({
      case: fc.integer({ min: 0, max: 3 }),
      orders: fc.subarray(ORDERS, { maxLength: 2 }),
      after: fc.array(fc.nat(20), { maxLength: 2 }),
      unmet: fc.boolean(),
      unknown: fc.boolean(),
      blocked: fc.nat(9),
    }),
    { maxLength: 12 },
  )
  .map((gates) => ({
    cases: [0, 1, 2, 3].map((at) => ({ id: `c${at}`, ...(at > 0 && { money: at * 10 }) })),
    gates: gates.map(
      (gate, at): FlowGate => ({
        id: `g${at}`,
        case: `c${gate.case}`,
        orders: gate.orders,
        after: at === 0 ? [] : gate.after.map((one) => `g${one % at}`),
        unmet: gate.unmet && gate.blocked < 2,
        unknown: gate.unknown && gate.blocked > 6,
      }),
    ),
  }))

/** Every gate that passes, by going over all of them until nothing changes. */
function passing({ gates }: Flow, confirmed: ReadonlySet<string>, hopeful: boolean): Set<string> {
  const passed = new Set<string>()
  for (let changed = true; changed; ) {
    changed = false
    for (const gate of gates) {
      if (passed.has(gate.id) || gate.unmet || (gate.unknown && !hopeful)) continue
      if (!gate.orders.every((order) => confirmed.has(order))) continue
      if (!(gate.after ?? []).every((one) => passed.has(one))) continue
      passed.add(gate.id)
      changed = true
    }
  }
  return passed
}

function bruteForce(flow: Flow, order: string): { freed: string[]; perhaps: string[] } {
  const [none, one] = [new Set<string>(), new Set([order])]
  const before = passing(flow, none, false)
  const freed = [...passing(flow, one, false)].filter((gate) => !before.has(gate))
  const hoped = passing(flow, none, true)
  const perhaps = [...passing(flow, one, true)].filter(
    (gate) => !hoped.has(gate) && !freed.includes(gate) && !before.has(gate),
  )
  return { freed: freed.sort(), perhaps: perhaps.sort() }
}

describe('laws of flow', () => {
  it('one unblock is what going over all gates finds', () => {
    fc.assert(
      fc.property(flowArb, (flow) => {
        expect(checkFlow(flow)).toEqual([])
        for (const order of ORDERS) {
          const found = freedBy(flow, order)
          expect({
            freed: found.freed.map((one) => one.gate).sort(),
            perhaps: found.perhaps.map((one) => one.gate).sort(),
          }).toEqual(bruteForce(flow, order))
        }
      }),
    )
  })

  it('the best is the best of all, by either weight, and asking twice gives the same', () => {
    fc.assert(
      fc.property(flowArb, fc.constantFrom('cases' as const, 'money' as const), (flow, by) => {
        const best = bestUnblocks(flow, { by })
        expect(bestUnblocks(flow, { by })).toEqual(best)
        const all = ORDERS.map((order) => freedBy(flow, order)).filter(
          (one) => one.freed.length > 0 || one.perhaps.length > 0,
        )
        expect(best.map((one) => one.order).sort()).toEqual(all.map((one) => one.order).sort())
        for (const [first] of [best])
          if (first) expect(first[by]).toBe(Math.max(...all.map((one) => one[by])))
      }),
    )
  })

  it('what is unknown never frees more than it may: met or unmet, the answer lies between', () => {
    fc.assert(
      fc.property(flowArb, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (flow, met) => {
        const filled: Flow = {
          ...flow,
          gates: flow.gates.map((gate, at) =>
            gate.unknown ? { ...gate, unknown: false, unmet: gate.unmet === true || met[at] !== true } : gate,
          ),
        }
        for (const order of ORDERS) {
          const told = freedBy(flow, order)
          const [certain, possible] = [
            passing(flow, new Set([order]), false),
            passing(flow, new Set([order]), true),
          ]
          const after = passing(filled, new Set([order]), false)
          for (const gate of certain) expect(after.has(gate)).toBe(true)
          for (const gate of after) expect(possible.has(gate)).toBe(true)
          expect(told.freed.every(({ gate }) => after.has(gate))).toBe(true)
        }
      }),
    )
  })

  it('finds circles, whatever hangs on them', () => {
    const gates: FlowGate[] = [
      { id: 'a', case: 'c', orders: [], after: ['b'] },
      { id: 'b', case: 'c', orders: [], after: ['a'] },
      { id: 'd', case: 'c', orders: ['o'], after: ['b'] },
    ]
    const found = checkFlow({ cases: [{ id: 'c', money: -1 }], gates })
    expect(found.map(({ code, value }) => `${code} ${value}`)).toEqual([
      'flow.money-below-zero -1',
      'flow.circle a',
      'flow.circle b',
      'flow.circle d',
    ])
    expect(freedBy({ cases: [{ id: 'c' }], gates }, 'o').freed).toEqual([])
  })

  it('names what is twice there and what is not there', () => {
    const found = checkFlow({
      cases: [{ id: 'c' }, { id: 'c' }],
      gates: [
        { id: 'g', case: 'x', orders: [], after: ['y'] },
        { id: 'g', case: 'c', orders: [] },
      ],
    })
    expect(found.map(({ code, value }) => `${code} ${value}`)).toEqual([
      'flow.twice c',
      'flow.twice g',
      'flow.no-such-case x',
      'flow.no-such-gate y',
    ])
  })
})

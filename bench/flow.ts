// `flow`: the best single unblock of many projects and open orders, and each order by itself.
import { bestUnblocks, checkFlow, type Flow, type FlowGate, freedBy } from '@qiongding/flow'
import { type Benchmark, type Result, rounded } from './measure/result.ts'
import { dice } from './measure/rows.ts'

const PROJECTS = 20_000
const ORDERS = 100_000
const RUNS = 7
/** One order in so many is of works that several projects wait for: a road, a substation. */
const SHARED = 20

/** Projects of four gates, each after the one before; of every order at least one gate waits, of a shared one up to eight. */
function flowOf(projects: number, orders: number): Flow {
  const throwDice = dice(7)
  const below = (most: number) => Math.floor(throwDice() * most)
  const gates: (FlowGate & { orders: string[] })[] = []
  for (let project = 0; project < projects; project++)
    for (let stage = 0; stage < 4; stage++)
      gates.push({
        id: `g${project}-${stage}`,
        case: `p${project}`,
        orders: [],
        ...(stage > 0 && { after: [`g${project}-${stage - 1}`] }),
        unmet: throwDice() < 0.15,
        unknown: throwDice() < 0.1,
      })
  for (let order = 0; order < orders; order++) {
    const waiting = order % SHARED === 0 ? 2 + below(7) : 1
    for (let n = 0; n < waiting; n++) gates[below(gates.length)]?.orders.push(`o${order}`)
  }
  return {
    cases: Array.from({ length: projects }, (_, at) => ({
      id: `p${at}`,
      ...(throwDice() < 0.85 && { money: below(1_000) * 1_000_000 }),
    })),
    gates,
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number

export const flow: Benchmark = async ({ say }) => {
  const results: Result[] = []
  for (const times of [1, 5]) {
    const made = flowOf(PROJECTS * times, ORDERS * times)
    if (checkFlow(made).length > 0) throw new Error('the flow is wrong')
    const seconds: number[] = []
    let best = bestUnblocks(made, { limit: 1 })
    for (let run = 0; run < RUNS; run++) {
      const began = performance.now()
      best = bestUnblocks(made, { limit: 1 })
      seconds.push((performance.now() - began) / 1000)
    }
    const [first] = best
    if (!first || freedBy(made, first.order).cases !== first.cases) throw new Error('no best was found')
    say(
      `${PROJECTS * times} projects, ${ORDERS * times} orders: ${first.order} frees ${first.cases} projects`,
    )
    results.push({
      name: times === 1 ? 'flow.best_s' : `flow.best_s.x${times}`,
      value: rounded(median(seconds)),
      unit: 's',
    })
  }
  return results
}

import type { Finding } from '@qiongding/kernel'

/** One gate of a case: it passes when all its orders are confirmed, the gates before it have passed, and nothing else is in its way. */
export type FlowGate = {
  readonly id: string
  readonly case: string
  /** Orders that still have to be confirmed. Those that are confirmed already are not named. */
  readonly orders: readonly string[]
  /** Gates that have to pass before it, of this case or of another. Those that have passed are not named. */
  readonly after?: readonly string[]
  /** Whether something else is unmet that no order brings: a paper, a fact. */
  readonly unmet?: boolean
  /** Whether something else is not known: the gate may pass then, and may not. */
  readonly unknown?: boolean
}

/** A project or whatever else goes through gates. */
export type FlowCase = {
  readonly id: string
  /** What it is worth, in yuan; not stated is unknown, never zero. */
  readonly money?: number
}

export type Flow = { readonly cases: readonly FlowCase[]; readonly gates: readonly FlowGate[] }

/**
 * What is wrong with a flow: two of one id, a gate of a case or after a gate that is not there, money below zero, gates that wait for each
 * other in a circle (those never pass, whatever is confirmed). Paths are those of the flow as data.
 */
export function checkFlow({ cases, gates }: Flow): readonly Finding[] {
  const findings: Finding[] = []
  const report = (code: string, path: string, value: string) =>
    findings.push({ code: `flow.${code}`, level: 'error', at: { path }, value })
  const caseIds = new Set<string>()
  for (const [at, { id, money }] of cases.entries()) {
    if (caseIds.has(id)) report('twice', `cases[${at}]`, id)
    caseIds.add(id)
    if (money !== undefined && !(money >= 0)) report('money-below-zero', `cases[${at}].money`, String(money))
  }
  const places = new Map<string, number>()
  for (const [at, { id }] of gates.entries()) {
    if (places.has(id)) report('twice', `gates[${at}]`, id)
    places.set(id, at)
  }
  for (const [at, gate] of gates.entries()) {
    if (!caseIds.has(gate.case)) report('no-such-case', `gates[${at}].case`, gate.case)
    for (const before of gate.after ?? [])
      if (!places.has(before)) report('no-such-gate', `gates[${at}].after`, before)
  }
  for (const at of inCircles(gates, places)) report('circle', `gates[${at}].after`, gates[at]?.id ?? '')
  return findings
}

/** Gates that wait for themselves by way of others: what is left when gates with nothing before them are taken away again and again. */
function inCircles(gates: readonly FlowGate[], places: ReadonlyMap<string, number>): number[] {
  const waits = gates.map((gate) => new Set((gate.after ?? []).flatMap((id) => places.get(id) ?? [])))
  const behind: number[][] = gates.map(() => [])
  for (const [at, before] of waits.entries()) for (const one of before) behind[one]?.push(at)
  const left = waits.map((before) => before.size)
  const free = left.flatMap((n, at) => (n === 0 ? [at] : []))
  for (let at = free.pop(); at !== undefined; at = free.pop())
    for (const one of behind[at] ?? []) {
      left[one] = (left[one] ?? 0) - 1
      if (left[one] === 0) free.push(one)
    }
  return left.flatMap((n, at) => (n > 0 ? [at] : []))
}

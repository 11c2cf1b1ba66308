import { type Dictionary, dictionaryOf } from '@qiongding/clause'
import { day, type Facts, type Trace, toBase } from '@qiongding/kernel'
import { checkPolicy, judgePolicy, missingFor, type Policy, stepsTo } from '@qiongding/policy'
import { dictionarySourceOf } from '../compile.ts'
import type { PackFact } from '../schema/facts.ts'
import type { GoldenCase, PolicyDefinition } from '../schema/policies.ts'
import type { Located } from './assemble.ts'
import type { Context } from './references.ts'
import { pathOf } from './source.ts'

/** Made-up cases say so by their name. */
export const DEMONSTRATION = /^(演示|Demo)/

export function checkPolicies(context: Context, withClauses: boolean): void {
  const { lists, report, known } = context
  report.unique(lists.policies, (policy) => policy.id, ['id'])
  const ids = { what: 'policies', ids: new Set(lists.policies.map(({ value }) => value.id)) }
  const facts = lists.facts.map(({ value }) => value)
  const dictionary = withClauses
    ? dictionaryOf(dictionarySourceOf({ facts, trees: lists.trees.map(({ value }) => value) }))
    : undefined
  for (const item of lists.policies) {
    const { value } = item
    report.refer(item, ['of'], value.of, known('kinds'))
    report.refer(item, ['office'], value.office, known('offices'))
    value.excludes?.forEach((other, at) => {
      report.refer(item, ['excludes', at], other, known('policies') && ids)
    })
    value.versions?.forEach((version, at) => {
      if (version.source) report.refer(item, ['versions', at, 'source'], version.source, known('sources'))
    })
    if ((value.placeholder === true) === (value.versions !== undefined))
      report.error(item, [value.versions ? 'versions' : 'placeholder'], 'pack.placeholder-or-text', value.id)
    value.golden?.forEach((golden, at) => {
      if (!DEMONSTRATION.test(golden.name))
        report.error(item, ['golden', at, 'name'], 'pack.demo-name', golden.name)
    })
    if (dictionary) checkText(context, item, dictionary)
  }
}

/** The rules of a policy, and what they say to its golden cases. */
function checkText(
  { lists, report }: Context,
  item: Located<PolicyDefinition>,
  dictionary: Dictionary,
): void {
  const { value } = item
  const { policy, findings } = checkPolicy(value, dictionary, { scope: [value.of] })
  for (const finding of findings)
    report.findings.push({
      ...finding,
      at: item.open.place([...item.path, ...pathOf(finding.at.path ?? '')]),
    })
  if (!policy) return
  const facts = lists.facts.filter((fact) => fact.value.of === value.of).map((fact) => fact.value)
  for (const { path, code, value: named, facts: more } of mistakesOf(policy, value, facts))
    report.error(item, path, code, named, more)
}

/** A mistake that only shows when a policy is judged: where in its text it stands. */
export type Mistake = {
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly value: string
  readonly facts?: Readonly<Record<string, string>>
}

/**
 * Golden cases that are answered otherwise than expected, versions without one, and facts that nobody may see. `facts` are those of the
 * kind that the policy is for; versions and cases are those of `text`, which may be a part of what `policy` was made of.
 */
export function mistakesOf(
  policy: Policy,
  text: Pick<PolicyDefinition, 'of' | 'versions' | 'golden'>,
  facts: readonly PackFact[],
): Mistake[] {
  const mistakes: Mistake[] = []
  for (const [at, { version }] of (text.versions ?? []).entries())
    for (const key of policy.versions.find((one) => one.version === version)?.facts ?? []) {
      const sensitivity = facts.find((fact) => fact.key === key)?.sensitivity
      // An answer tells what it was made of.
      if (sensitivity !== undefined && sensitivity !== 'open')
        mistakes.push({ path: ['versions', at], code: 'pack.closed-fact', value: key })
    }
  const judged = new Set<number>()
  text.golden?.forEach((golden, at) => {
    const path = ['golden', at]
    const stated = goldenFacts(golden, facts)
    for (const key of stated.unknown)
      mistakes.push({
        path: [...path, 'facts', key],
        code: 'pack.reference',
        value: key,
        facts: { what: `facts of ${text.of}` },
      })
    const { standing, differences } = compare(policy, golden, stated.facts)
    if (standing.is === 'in-force') judged.add(standing.version.version)
    for (const { what, expected, found } of differences)
      mistakes.push({
        path: [...path, 'expect', what],
        code: 'pack.golden',
        value: golden.name,
        facts: { what, expected, found },
      })
  })
  text.versions?.forEach(({ version }, at) => {
    if (!judged.has(version))
      mistakes.push({ path: ['versions', at, 'version'], code: 'pack.no-golden', value: String(version) })
  })
  return mistakes
}

/** Facts of a golden case in base units. */
function goldenFacts({ facts }: GoldenCase, known: readonly PackFact[]): { facts: Facts; unknown: string[] } {
  const unknown: string[] = []
  const base = Object.entries(facts).map(([key, value]) => {
    const fact = known.find((each) => each.key === key)
    if (!fact) unknown.push(key)
    return [
      key,
      typeof value === 'number' && fact?.unit ? (toBase(value, fact.unit) ?? value) : value,
    ] as const
  })
  return { facts: Object.fromEntries(base), unknown }
}

type Difference = { readonly what: string; readonly expected: string; readonly found: string }

function compare(policy: Policy, golden: GoldenCase, facts: Facts) {
  const on = day(golden.on)
  const answer = judgePolicy(policy, facts, { on })
  const { standing, trace, worth } = answer
  const score = trace && scoreIn(trace)
  const steps = () => stepsTo(policy, facts, { on, answer })
  const differences: Difference[] = []
  const { expect } = golden
  const differ = (what: keyof typeof expect, found: unknown) => {
    const expected = expect[what]
    if (expected === undefined || JSON.stringify(expected) === JSON.stringify(found)) return
    differences.push({ what, expected: JSON.stringify(expected), found: JSON.stringify(found) ?? 'none' })
  }
  differ('verdict', answer.verdict)
  differ('standing', standing.is)
  differ('version', standing.is === 'not-entered' ? undefined : standing.version.version)
  differ('low', score?.params.low)
  differ('high', score?.params.high)
  if (expect.missing) differ('missing', trace ? missingFor(trace) : [])
  differ('from', worth?.from)
  differ('to', worth?.to)
  if (expect.steps) {
    const found = steps().flatMap((step) =>
      step.kind === 'change' ? [{ fact: step.fact, by: step.by }] : [],
    )
    differ(
      'steps',
      expect.steps.every((step) => found.some(({ fact, by }) => fact === step.fact && by === step.by))
        ? expect.steps
        : found,
    )
  }
  return { standing, differences }
}

/** The first score of an answer. */
function scoreIn(trace: Trace): Trace | undefined {
  if (trace.kind === 'score') return trace.parts[0]
  for (const part of trace.parts) {
    const found = scoreIn(part)
    if (found) return found
  }
  return undefined
}

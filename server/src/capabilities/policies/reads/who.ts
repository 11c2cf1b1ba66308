import { setImmediate } from 'node:timers/promises'
import { columnsOf, countVerdicts, verdictIn } from '@qiongding/clause/columns'
import { day } from '@qiongding/kernel'
import { judgePolicy, stepsTo } from '@qiongding/policy'
import { judgePolicies } from '@qiongding/policy/columns'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { type KindSubject, subjectsOf } from '../../../spine/registry/index.ts'
import type { policiesContract } from '../contract.ts'
import { policyView, sumOf } from '../rules.ts'
import { answerOf, policyOf } from './judged.ts'

type Output = OutputOf<typeof policiesContract.who>

/** Subjects judged with their record before others get a turn. */
const STRETCH = 200

/** What one policy says to everybody it is for: counted over all, explained for a page. */
export async function readWho(ctx: Context, query: InputOf<typeof policiesContract.who>): Promise<Output> {
  const asOf = asOfOf(ctx, query)
  const on = day(asOf.on)
  const ruled = policyOf(ctx, query.policy)
  const { definition, policy } = ruled
  const subjects = await reading(ctx, (read) => subjectsOf(ctx, read, definition.of, asOf))
  const view = policyView(definition, policy, on)
  const facts = subjects.map((subject) => subject.facts)
  const keys = policy.versions.flatMap((version) => version.facts)
  const [answer] = judgePolicies([policy], columnsOf(keys, facts), { on })
  const base = { on: asOf.on, known: asOf.known, policy: view, subjects: subjects.length }
  if (!answer) return { ...base, counts: { yes: 0, review: 0, unknown: 0, no: 0 }, rows: [], total: 0 }
  const having = (verdict: string) => subjects.filter((_, at) => verdictIn(answer, at) === verdict)

  /** Those whom one change alone would turn: each no is judged again, some at a time. */
  const oneStepShort = async (): Promise<KindSubject[]> => {
    const found: KindSubject[] = []
    for (const [at, subject] of having('no').entries()) {
      if (at % STRETCH === STRETCH - 1) await setImmediate()
      if (stepsTo(policy, subject.facts, { on }).length > 0) found.push(subject)
    }
    return found
  }
  const chosen = query.view === 'step' ? await oneStepShort() : having(query.view)
  const from = Number(query.cursor ?? 0)
  const page = chosen.slice(from, from + query.limit)
  const worths = having('yes').flatMap((subject) => judgePolicy(policy, subject.facts, { on }).worth ?? [])
  const counts = countVerdicts(answer)
  return {
    ...base,
    counts: { yes: counts.yes, review: counts.review, unknown: counts.unknown, no: counts.no },
    ...(worths.length > 0 && { cost: sumOf(worths) }),
    rows: page.map((subject) => {
      const { verdict = 'no', messages, missing, steps, worth } = answerOf(ruled, subject.facts, on)
      return {
        id: subject.id,
        name: subject.name,
        demonstration: subject.demonstration,
        verdict,
        messages,
        missing,
        steps,
        ...(worth && { worth }),
      }
    }),
    total: chosen.length,
    ...(from + page.length < chosen.length && { next: String(from + page.length) }),
  }
}

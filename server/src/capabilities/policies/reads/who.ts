import { day } from '@qiongding/kernel'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { answerOf, judgeMany, policyOf, policyView } from '../../../spine/policies/index.ts'
import { subjectsOf } from '../../../spine/registry/index.ts'
import type { policiesContract } from '../contract.ts'

type Output = OutputOf<typeof policiesContract.who>

/** What one policy says to everybody it is for: counted over all, explained for a page. */
export async function readWho(ctx: Context, query: InputOf<typeof policiesContract.who>): Promise<Output> {
  const asOf = asOfOf(ctx, query)
  const on = day(asOf.on)
  const { ruled, subjects } = await reading(ctx, async (read) => {
    const ruled = await policyOf(ctx, read, asOf, query.policy)
    return { ruled, subjects: await subjectsOf(ctx, read, ruled.definition.of, asOf) }
  })
  const base = {
    on: asOf.on,
    known: asOf.known,
    policy: policyView(ruled, on),
    subjects: subjects.length,
  }
  const many = judgeMany(ruled.policy, subjects, on)
  if (!many) return { ...base, counts: { yes: 0, review: 0, unknown: 0, no: 0 }, rows: [], total: 0 }
  const chosen = query.view === 'step' ? await many.oneStepShort() : many.having(query.view)
  const { page, ...more } = pageOf(chosen, query)
  const cost = many.cost()
  return {
    ...base,
    counts: many.counts,
    ...(cost && { cost }),
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
    ...more,
  }
}

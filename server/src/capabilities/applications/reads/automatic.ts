import { yearOf } from '@qiongding/kernel'
import { abilitiesOn, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { answerOf, judgeMany, policyOf, policyView, type Ruled } from '../../../spine/policies/index.ts'
import { type KindSubject, subjectsOf } from '../../../spine/registry/index.ts'
import type { applicationsContract } from '../contract.ts'
import { pays, stands, sumOf } from '../rules.ts'
import { applicationsOf, budgetIn, type Kept } from './known.ts'

export type Listed = { readonly subject: KindSubject; readonly amount: string }

/** Those whose yes and whose amount are certain, and who have no application of this year. */
export async function listedFor(
  ctx: Context,
  read: ReadDb,
  ruled: Ruled,
): Promise<{ readonly listed: Listed[]; readonly kept: Kept[] }> {
  const today = ctx.clock.today()
  const kept = await applicationsOf(ctx, read, { policy: ruled.definition.id, seen: false })
  const year = yearOf(today)
  const applied = new Set(
    kept.filter(({ row, journey }) => stands(row, journey, year)).map(({ row }) => row.subjectId),
  )
  const subjects = await subjectsOf(ctx, read, ruled.definition.of, asOfOf(ctx, {}))
  const meets = !pays(ruled.definition) ? [] : (judgeMany(ruled.policy, subjects, today)?.having('yes') ?? [])
  return {
    kept,
    listed: meets.flatMap((subject) => {
      if (applied.has(subject.id)) return []
      const { worth } = answerOf(ruled, subject.facts, today)
      return worth && worth.from === worth.to && worth.from !== '0' ? [{ subject, amount: worth.from }] : []
    }),
  }
}

export function listAutomatic(
  ctx: Context,
  query: InputOf<typeof applicationsContract.automatic>,
): Promise<OutputOf<typeof applicationsContract.automatic>> {
  return reading(ctx, async (read) => {
    const ruled = await policyOf(ctx, read, asOfOf(ctx, {}), query.policy)
    const { id, label, office } = ruled.definition
    const reach = reachOf(ctx.actor, 'application.decide')
    // What an office owes by its own policies is its own list.
    if (!reach.all && reach.office !== office) throw refuse('not-found', { policy: query.policy })
    const { listed, kept } = await listedFor(ctx, read, ruled)
    const today = ctx.clock.today()
    const number = policyView(ruled, today).standing.version
    const budget = number === undefined ? undefined : budgetIn(ruled, number, yearOf(today), kept)
    const { page, ...more } = pageOf(listed, query)
    return {
      policy: { id, label },
      ...(number !== undefined && { number }),
      rows: page.map(({ subject, amount }) => ({
        id: subject.id,
        name: subject.name,
        amount,
        demonstration: subject.demonstration,
      })),
      ...more,
      total: listed.length,
      sum: sumOf(listed.map(({ amount }) => amount)),
      ...(budget && { budget }),
      abilities: abilitiesOn(ctx.actor, ['application.decide'], { office }),
    }
  })
}

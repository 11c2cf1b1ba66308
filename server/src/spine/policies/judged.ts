import type { Day, Facts } from '@qiongding/kernel'
import { type PolicyDefinition, withText } from '@qiongding/pack-format'
import {
  checkPolicy,
  explainPolicy,
  judgePolicy,
  linesOf,
  missingFor,
  type Policy,
  stepsTo,
} from '@qiongding/policy'
import { sql } from 'kysely'
import type { ReadDb } from '../../platform/db/database.ts'
import { replayObjects } from '../../platform/ledger/objects.ts'
import { refuse } from '../../platform/refusals.ts'
import type { Context } from '../../platform/verb/context.ts'
import { type AsOfDays, type DistrictPack, packOf } from '../pack.ts'
import type { Answer } from './contract.ts'
import { policyView, stepView } from './rules.ts'
import { type PolicyTextRow, policyTextKind } from './tables.ts'

/** A policy as written and as the engine takes it; `unfit` versions were published and no longer fit the pack. */
export type Ruled = {
  readonly definition: PolicyDefinition
  readonly policy: Policy
  readonly unfit: readonly number[]
}

/** What was published here, as known at the end of a day, the first version first. */
async function publishedTexts(
  ctx: Context,
  read: ReadDb,
  asOf: Pick<AsOfDays, 'known' | 'knownAt'>,
): Promise<PolicyTextRow[]> {
  const rows =
    asOf.known === ctx.clock.today()
      ? (
          await sql<{ row: PolicyTextRow }>`
            select row from policy_text where district_id = ${read.district} and state = 'published'
          `.execute(read.query)
        ).rows.map(({ row }) => row)
      : await replayObjects(read, policyTextKind, { on: asOf.known, knownAt: asOf.knownAt })
  return rows
    .filter(({ state }) => state === 'published')
    .toSorted((a, b) => (a.published?.number ?? 0) - (b.published?.number ?? 0))
}

/** Policies made of the pack and published texts, by the texts they were made of: reading a text anew for each answer would cost more than the answer. */
const made = new WeakMap<DistrictPack, Map<string, Ruled>>()
/** Past days ask for other combinations; more than these are not kept. */
const KEPT = 500

function ruledBy(
  pack: DistrictPack,
  id: string,
  base: Ruled | undefined,
  texts: readonly PolicyTextRow[],
): Ruled | undefined {
  if (texts.length === 0) return base
  const kept = made.get(pack) ?? new Map<string, Ruled>()
  made.set(pack, kept)
  const key = [id, ...texts.map((text) => text.id)].join(' ')
  const known = kept.get(key)
  if (known) return known
  let ruled = base
  for (const { published } of texts) {
    if (!published) continue
    const definition = withText(ruled?.definition, published.read)
    const { policy } = checkPolicy(definition, pack.compiled.dictionary, { scope: [definition.of] })
    const unfit: readonly number[] = ruled?.unfit ?? []
    if (policy) ruled = { definition, policy, unfit }
    else if (ruled) ruled = { ...ruled, unfit: [...unfit, published.number] }
  }
  if (kept.size >= KEPT) kept.clear()
  if (ruled) kept.set(key, ruled)
  return ruled
}

/** Every policy of the district: those of the pack with what was published since, and those that were only published here. */
export async function policiesOf(
  ctx: Context,
  read: ReadDb,
  asOf: Pick<AsOfDays, 'known' | 'knownAt'>,
): Promise<Ruled[]> {
  const district = packOf(ctx)
  const texts = Map.groupBy(await publishedTexts(ctx, read, asOf), ({ policy }) => policy)
  const ruled = district.pack.policies.flatMap((definition) => {
    const policy = district.compiled.policies.get(definition.id)
    const base = policy && { definition, policy, unfit: [] }
    return ruledBy(district, definition.id, base, texts.get(definition.id) ?? []) ?? []
  })
  const own = [...texts].flatMap(([id, written]) =>
    district.compiled.policies.has(id) ? [] : (ruledBy(district, id, undefined, written) ?? []),
  )
  return [...ruled, ...own]
}

export async function policyOf(
  ctx: Context,
  read: ReadDb,
  asOf: Pick<AsOfDays, 'known' | 'knownAt'>,
  id: string,
): Promise<Ruled> {
  const found = (await policiesOf(ctx, read, asOf)).find(({ definition }) => definition.id === id)
  if (!found) throw refuse('not-found', { policy: id })
  return found
}

/** What a policy says to one subject, with everything that is shown of it. */
export function answerOf(ruled: Ruled, facts: Facts, on: Day): Answer {
  const { policy } = ruled
  const answer = judgePolicy(policy, facts, { on })
  const { verdict, trace, worth } = answer
  return {
    ...policyView(ruled, on),
    ...(verdict && { verdict }),
    messages: explainPolicy(answer),
    lines: trace ? linesOf(trace).map((line) => ({ ...line, messages: [...line.messages] })) : [],
    missing: trace ? [...missingFor(trace)] : [],
    steps: verdict === 'no' ? stepsTo(policy, facts, { on, answer }).map(stepView) : [],
    ...(worth && { worth: { ...worth, missing: [...worth.missing] } }),
  }
}

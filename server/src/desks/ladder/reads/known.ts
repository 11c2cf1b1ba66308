import { type Day, day, dayOf, yearOf } from '@qiongding/kernel'
import type { LadderDefinition } from '@qiongding/pack-format'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { type AsOfDays, asOfOf, packOf, valueLabels } from '../../../spine/pack.ts'
import { policiesOf, type Ruled } from '../../../spine/policies/index.ts'
import { type KindSubject, subjectsOf } from '../../../spine/registry/index.ts'
import type { LadderFirm } from '../contract.ts'
import { type Certificate, type Stand, standOn } from '../rules.ts'

/** Everything that is asked of the ladder on a day: who there is, which certificates they have, which policies judge them. */
export type Known = {
  readonly asOf: AsOfDays
  readonly on: Day
  readonly since: Day
  readonly ladder: LadderDefinition
  readonly firms: readonly KindSubject[]
  readonly ruled: ReadonlyMap<string, Ruled>
  /** Certificates whose holder is not in the register, or not in sight. */
  readonly strangers: number
  stand(firm: string, title: string): Stand
  holds(firm: string): boolean
}

export function ladderOf(ctx: Context): LadderDefinition {
  const { ladder } = packOf(ctx).pack
  if (!ladder) throw refuse('not-found', { ladder: packOf(ctx).pack.id })
  return ladder
}

export function knownLadder(
  ctx: Context,
  query: { readonly on?: string | undefined; readonly known?: string | undefined },
): Promise<Known> {
  const ladder = ladderOf(ctx)
  const asOf = asOfOf(ctx, query)
  return reading(ctx, (read) => gathered(ctx, read, ladder, asOf))
}

async function gathered(
  ctx: Context,
  read: ReadDb,
  ladder: LadderDefinition,
  asOf: AsOfDays,
): Promise<Known> {
  const firms = await subjectsOf(ctx, read, ladder.of, asOf)
  const papers = await subjectsOf(ctx, read, ladder.certificates.kind, asOf)
  const ruled = await policiesOf(ctx, read, asOf)
  const ids = new Set(firms.map(({ id }) => id))
  const own = Map.groupBy(
    papers.filter(({ holderId }) => holderId !== null && ids.has(holderId)),
    ({ holderId }) => holderId as string,
  )
  const byTitle = new Map(
    [...own].map(([firm, list]) => [
      firm,
      Map.groupBy(
        list.map((paper) => certificateOf(ladder, paper)),
        ({ title }) => title,
      ),
    ]),
  )
  const on = day(asOf.on)
  const since = dayOf(yearOf(on), 1, 1) as Day
  const days = { on, since, dueDays: ladder.dueDays }
  const stands = new Map<string, Stand>()
  const stand = (firm: string, title: string): Stand => {
    const key = `${firm} ${title}`
    const found = stands.get(key) ?? standOn(byTitle.get(firm)?.get(title) ?? [], days)
    stands.set(key, found)
    return found
  }
  return {
    asOf,
    on,
    since,
    ladder,
    firms,
    ruled: new Map(ruled.map((one) => [one.definition.id, one])),
    strangers: papers.length - [...own.values()].flat().length,
    stand,
    holds: (firm) => ladder.titles.some(({ id }) => stand(firm, id).held !== undefined),
  }
}

function certificateOf({ certificates }: LadderDefinition, paper: KindSubject): Certificate {
  const text = (key: string) => {
    const value = paper.facts[key]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const [number, grantedOn, validTo, way] = [
    text(certificates.number),
    text(certificates.grantedOn),
    text(certificates.validTo),
    certificates.way && text(certificates.way),
  ]
  return {
    id: paper.id,
    title: text(certificates.title) ?? '',
    ...(number !== undefined && { number }),
    ...(grantedOn !== undefined && { grantedOn: day(grantedOn) }),
    ...(validTo !== undefined && { validTo: day(validTo) }),
    ...(way !== undefined && { way }),
    source: (certificates.source && text(certificates.source)) ?? '',
    demonstration: paper.demonstration,
  }
}

export function certificateView({
  title: _,
  way: __,
  ...certificate
}: Certificate): NonNullable<LadderFirm['certificate']> {
  return certificate
}

/** What titles are called. */
export function titleLabels(ctx: Context, { certificates }: LadderDefinition) {
  return valueLabels(ctx, certificates.title)
}

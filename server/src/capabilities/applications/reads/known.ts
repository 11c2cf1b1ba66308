import type { PackJourney } from '@qiongding/pack-format'
import { sql } from 'kysely'
import { reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type JourneyRow, journeysById } from '../../../spine/journeys/index.ts'
import { officeLabel, packOf } from '../../../spine/pack.ts'
import type { Ruled } from '../../../spine/policies/index.ts'
import type { Application, BudgetView } from '../contract.ts'
import { budgetOf, stateOf } from '../rules.ts'
import type { ApplicationRow } from '../tables.ts'

export type Road = PackJourney & { readonly application: NonNullable<PackJourney['application']> }

/** The journey that applications go by. */
export function roadOf(ctx: Context): Road {
  const found = packOf(ctx).pack.journeys.find(
    (journey): journey is Road => journey.application !== undefined,
  )
  if (!found) throw refuse('not-found', { journey: 'application' })
  return found
}

/** Applications that somebody may see: all, or those of his office or his party. */
function seenSql(ctx: Context) {
  const { all, office, parties } = reachOf(ctx.actor, 'journey.read')
  if (all) return sql`true`
  return sql`(${office === undefined ? sql`false` : sql`office = ${office}`} or party = any(${[...parties]}::uuid[]))`
}

export type Kept = { readonly row: ApplicationRow; readonly journey: JourneyRow }

/** Most applications that one answer works over: those of a district and some years. */
const MOST = 50_000

/** Applications with their journeys, the latest first. */
export async function applicationsOf(
  ctx: Context,
  read: ReadDb,
  where: {
    readonly policy?: string | undefined
    readonly id?: string
    readonly subject?: string
    readonly seen?: boolean
  },
): Promise<Kept[]> {
  const { policy, id, subject, seen = true } = where
  const found = await sql<{ row: ApplicationRow }>`
    select row from policy_application where district_id = ${read.district} and ${seen ? seenSql(ctx) : sql`true`}
      ${policy === undefined ? sql`` : sql`and policy = ${policy}`} ${id === undefined ? sql`` : sql`and id = ${id}::uuid`}
      ${subject === undefined ? sql`` : sql`and subject_id = ${subject}::uuid`}
    order by id desc limit ${MOST}
  `.execute(read.query)
  const rows = found.rows.map(({ row }) => row)
  const journeys = await journeysById(
    read,
    rows.map((row) => row.id),
  )
  return rows.flatMap((row) => {
    const journey = journeys.get(row.id)
    return journey ? [{ row, journey }] : []
  })
}

export function applicationView(ctx: Context, { row, journey }: Kept, ruled: Ruled | undefined): Application {
  const road = roadOf(ctx)
  const { closed } = journey
  const stage = road.stages.find(({ id }) => id === journey.stage)
  const label = ruled?.definition.label ?? { zh: row.policy, en: row.policy }
  return {
    id: row.id,
    version: row.version,
    no: row.no,
    policy: { id: row.policy, label },
    number: row.number,
    subject: { kind: row.kind, id: row.subjectId, name: row.name },
    office: officeLabel(ctx, row.office) ?? { zh: row.office, en: row.office },
    way: row.way,
    state: stateOf(row, journey),
    stage: { id: journey.stage, label: stage?.label ?? { zh: journey.stage, en: journey.stage } },
    ...(closed && {
      closed: {
        exit: road.exits.find(({ id }) => id === closed.exit)?.label ?? { zh: closed.exit, en: closed.exit },
        reason: road.exitReasons?.find(({ id }) => id === closed.reason)?.label.zh ?? closed.reason,
        day: closed.day,
      },
    }),
    by: row.by,
    day: row.day,
    ...(row.decided && { decided: { ...row.decided } }),
    ...(row.paid && {
      paid: { amount: row.paid.amount, short: row.paid.short, by: row.paid.by, day: row.paid.day },
    }),
    demonstration: row.demonstration,
  }
}

/** The money of a policy's version in a year, where its text names a budget. */
export function budgetIn(
  ruled: Ruled,
  number: number,
  year: number,
  kept: readonly Kept[],
): BudgetView | undefined {
  const budget = ruled.policy.versions.find(({ version }) => version === number)?.budget
  if (!budget) return undefined
  return budgetOf(
    budget,
    year,
    kept.map(({ row, journey }) => ({ row, isClosed: journey.closed !== undefined })),
  )
}

/** Granted and neither paid nor closed, the first to arrive first. */
export function waitingOf(kept: readonly Kept[]): ApplicationRow[] {
  return kept
    .filter(({ row, journey }) => row.decided && !row.paid && !journey.closed)
    .map(({ row }) => row)
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.id < b.id ? -1 : 1))
}

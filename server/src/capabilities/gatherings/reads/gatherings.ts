import { sql } from 'kysely'
import { abilitiesOn, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findObject, replayObjects } from '../../../platform/ledger/objects.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { needsOfMany, profileOf } from '../../../spine/matches/index.ts'
import { type AsOfDays, asOfOf, packOf } from '../../../spine/pack.ts'
import type { GatheringPage, gatheringsContract } from '../contract.ts'
import { funnelOf } from '../rules.ts'
import { type GatheringRow, gatheringKind, introductionKind } from '../tables.ts'
import { followed, stagesAfter } from './introductions.ts'

const ABILITIES = ['gathering.hold', 'match.accept']

export function gatheringView(ctx: Context, row: GatheringRow): GatheringPage['gathering'] {
  const office = packOf(ctx).pack.offices.find(({ id }) => id === row.office)
  const { needs: _, lastDay: __, office: ___, ...shown } = row
  return { ...shown, ...(office && { officeLabel: office.label }) }
}

/** A gathering, if there is one. */
export async function mustFind(read: ReadDb, id: string, asOf?: AsOfDays): Promise<GatheringRow> {
  const row = asOf?.past
    ? (await replayObjects(read, gatheringKind, asOf, [id]))[0]
    : await findObject(read, gatheringKind, id)
  if (!row) throw refuse('not-found')
  return row
}

type Counts = { readonly noted: number; readonly met: number }

/**
 * Introductions of gatherings of which something was noted. Of the others no number is said: who may not be matched any more is in none.
 */
async function countsOf(read: ReadDb, ids: readonly string[], asOf: AsOfDays): Promise<Map<string, Counts>> {
  const wanted = new Set(ids)
  const rows = asOf.past
    ? (await replayObjects(read, introductionKind, asOf)).flatMap(({ gatheringId, state, outcome }) =>
        wanted.has(gatheringId) && state === 'arranged' && outcome !== undefined
          ? [{ gatheringId, outcome }]
          : [],
      )
    : (
        await sql<{ gatheringId: string; outcome: string }>`
          select gathering_id as "gatheringId", row ->> 'outcome' as outcome from introduction
          where district_id = ${read.district} and state = 'arranged' and row ? 'outcome' and gathering_id = any(${ids as string[]}::uuid[])
        `.execute(read.query)
      ).rows
  return new Map(
    [...Map.groupBy(rows, ({ gatheringId }) => gatheringId)].map(([id, own]) => [
      id,
      { noted: own.length, met: own.filter(({ outcome }) => outcome === 'met').length },
    ]),
  )
}

/** Gatherings, the latest day first. */
export function listGatherings(ctx: Context, query: InputOf<typeof gatheringsContract.list>) {
  const asOf = asOfOf(ctx, query)
  const from = Number.parseInt(query.cursor ?? '0', 10)
  return reading(ctx, async (read) => {
    const found = asOf.past
      ? (await replayObjects(read, gatheringKind, asOf))
          .toSorted((a, b) => (a.day === b.day ? (a.id < b.id ? 1 : -1) : a.day < b.day ? 1 : -1))
          .slice(from, from + query.limit + 1)
      : (
          await sql<{ row: GatheringRow }>`
            select row from gathering where district_id = ${read.district} order by day desc, id desc limit ${query.limit + 1} offset ${from}
          `.execute(read.query)
        ).rows.map(({ row }) => row)
    const page = found.slice(0, query.limit)
    const counts = await countsOf(
      read,
      page.map(({ id }) => id),
      asOf,
    )
    return {
      rows: page.map((row) => ({
        ...gatheringView(ctx, row),
        needs: row.needs.length,
        ...(counts.get(row.id) ?? { noted: 0, met: 0 }),
      })),
      ...(found.length > query.limit && { next: String(from + query.limit) }),
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ['gathering.hold'], {}),
    }
  })
}

export function readGathering(
  ctx: Context,
  query: InputOf<typeof gatheringsContract.read>,
): Promise<GatheringPage> {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const gathering = await mustFind(read, query.id, asOf)
    const profile = profileOf(ctx, gathering.profile)
    const needs = await needsOfMany(ctx, read, profile, { ids: gathering.needs, asOf })
    const { shown, followed: rows } = await followed(ctx, read, gathering, needs, asOf)
    const introduced = Map.groupBy(shown, ({ needId }) => needId)
    return {
      gathering: gatheringView(ctx, gathering),
      needs: needs.map(({ id, name, holder, requirements, seeks, ended }) => ({
        id,
        name,
        ...(holder && { holder }),
        vague: requirements === 0,
        ...(seeks !== undefined && { seeks }),
        ...(ended && { ended: ended.how }),
        introductions: introduced.get(id)?.length ?? 0,
      })),
      introductions: shown,
      funnel: funnelOf(rows, stagesAfter(ctx, gathering.profile)),
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ABILITIES, {}),
    }
  })
}

/** What is said of gatherings and introductions: for those who may read matches whole. */
export const gatheringsLedger: LedgerOwner = {
  owns: (_, kind) => kind === gatheringKind.kind || kind === introductionKind.kind,
  mayRead: (ctx) => reachOf(ctx.actor, 'match.read').all,
}

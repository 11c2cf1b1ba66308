import { abilitiesOn, may } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import {
  aboutJourney,
  clocksOf,
  findJourney,
  type JourneyRow,
  judgeJourneys,
} from '../../../spine/journeys/index.ts'
import { type AsOfDays, asOfOf, packOf } from '../../../spine/pack.ts'
import { isMasked, personalOf } from '../../../spine/registry/index.ts'
import { namedWarning } from '../../../spine/wording/index.ts'
import type { attractionContract } from '../contract.ts'
import { masked } from '../rules/index.ts'
import { type LeadRow, leadKind } from '../tables.ts'
import { officeLabel } from './held.ts'
import { intakeOf } from './intake.ts'

type Project = OutputOf<typeof attractionContract.project>

/** What is kept of a project beside its journey: whoever sees the journey sees it. */
export function readProject(
  ctx: Context,
  query: InputOf<typeof attractionContract.project>,
): Promise<Project> {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) =>
    projectView(ctx, read, await findJourney(ctx, read, query.id, { asOf }), asOf),
  )
}

export async function projectView(
  ctx: Context,
  read: ReadDb,
  row: JourneyRow,
  asOf: AsOfDays,
  written?: LeadRow,
): Promise<Project> {
  intakeOf(ctx, row.definition)
  const lead = written ?? (await findObject(read, leadKind, row.id))
  const [judged] = await judgeJourneys(ctx, read, [row], asOf)
  if (!lead || !judged) throw refuse('not-found')
  const { pack, factsOf } = packOf(ctx)
  const dictionary = factsOf.get(row.definition) ?? []
  const own =
    ctx.actor.kind === 'person' && ctx.actor.office !== undefined && ctx.actor.office === row.careOffice
  const closed = dictionary.filter(isMasked).map((fact) => fact.key)
  const personal = await personalOf(ctx, read, { id: row.id, keys: closed })
  const facts = dictionary.flatMap(({ key }): Project['facts'] => {
    if (!closed.includes(key)) {
      const value = judged.facts[key]
      return value === undefined ? [] : [{ key, value, masked: false }]
    }
    const value = personal[key]
    if (value === undefined) return []
    return [own ? { key, value, masked: false } : { key, value: masked(String(value)), masked: true }]
  })
  const stamp = (one: { readonly at: string; readonly by: string; readonly office?: string }) => {
    const office = officeLabel(ctx, one.office)
    return { at: one.at, by: one.by, ...(office && { office }) }
  }
  const label = (id: string) => officeLabel(ctx, id) ?? { zh: id, en: id }
  const { review } = judged.definition
  const running = !row.closed && !asOf.past
  return {
    id: row.id,
    first: stamp(lead.first),
    origin: lead.origin,
    credit: lead.credit.map(label),
    compared: lead.keys.length > 0,
    ...(lead.distinct !== undefined && { distinct: lead.distinct }),
    facts,
    unknown: dictionary.map((fact) => fact.key).filter((key) => !facts.some((one) => one.key === key)),
    clocks: clocksOf(judged),
    ...(lead.offered && {
      offered: { ...stamp(lead.offered), to: label(lead.offered.to), reason: lead.offered.reason },
    }),
    handOvers: lead.handOvers.map(({ from, to, reason, day }) => ({
      from: label(from),
      to: label(to),
      reason,
      day,
    })),
    // Who asked about the enterprise is told to those whose project it is.
    probes: own ? lead.probes.map(stamp) : [],
    ...(review && {
      reviews: (lead.reviews ?? []).toReversed().map(({ warnings, ...looked }) => ({
        ...looked,
        warnings: warnings.map((one) => namedWarning(review.patterns, one)),
      })),
    }),
    offices: pack.offices
      .filter((office) => office.id !== row.careOffice)
      .filter(
        (office) =>
          pack.roles.some((role) => role.office === office.id) ||
          pack.demo?.people.some((person) => person.office === office.id),
      )
      .map(({ id, label: name }) => ({ id, label: name })),
    wakes:
      !asOf.past &&
      judged.definition.exits.some((exit) => exit.id === row.closed?.exit && exit.wakes === true) &&
      may(ctx.actor, 'journey.advance', aboutJourney(row)),
    abilities: running
      ? abilitiesOn(ctx.actor, ['journey.advance', 'evidence.attach'], aboutJourney(row))
      : [],
  }
}

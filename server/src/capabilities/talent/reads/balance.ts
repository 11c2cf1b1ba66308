import { type Day, day, type Value } from '@qiongding/kernel'
import type { BalanceDefinition, BalanceSide, KindDefinition } from '@qiongding/pack-format'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../../spine/pack.ts'
import {
  factsOf,
  type KindSubject,
  openProfiles,
  profilesAsOf,
  standingOf,
  subjectsOf,
} from '../../../spine/registry/index.ts'
import type { talentContract } from '../contract.ts'
import { balanceOf, type Demanded, demandOf, type Placed, type Supplied, supplyOf } from '../rules.ts'

type Query = InputOf<typeof talentContract.balance>
type Answer = OutputOf<typeof talentContract.balance>
type RowQuery = InputOf<typeof talentContract.balanceRows>
type RowAnswer = OutputOf<typeof talentContract.balanceRows>

export function definitionOf(ctx: Context, id: string): BalanceDefinition {
  const found = packOf(ctx).pack.balances.find((one) => one.id === id)
  if (!found) throw refuse('not-found', { balance: id })
  return found
}

const textOf = (value: Value | undefined) =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined

/** Where each subject is, by its own fact or that of the party that holds it; absent where nobody said. */
async function placesOf(
  ctx: Context,
  read: ReadDb,
  { place }: BalanceSide,
  subjects: readonly KindSubject[],
  asOf: AsOfDays,
): Promise<Map<string, string>> {
  if (!place) return new Map()
  const holders =
    place.of === 'holder'
      ? await factsOf(ctx, read, [...new Set(subjects.flatMap((one) => one.holderId ?? []))], asOf)
      : undefined
  return new Map(
    subjects.flatMap((one) => {
      const facts = holders ? holders.get(one.holderId ?? '')?.facts : one.facts
      const text = textOf(facts?.[place.fact])
      return text === undefined ? [] : [[one.id, text] as const]
    }),
  )
}

type Sided<Row> = {
  readonly rows: readonly Row[]
  /** Left out because nobody knows where they are, while one place was asked for. */
  readonly placeUnknown: number
  readonly places: ReadonlyMap<string, number>
}

/** The subjects of one side with their node and place; of one place only, where one is asked for and the side knows places. */
async function sideOf<Row extends Placed>(
  ctx: Context,
  read: ReadDb,
  side: BalanceSide,
  asked: { readonly asOf: AsOfDays; readonly place: string | undefined },
  rowOf: (subject: KindSubject, placed: Placed) => Row,
): Promise<Sided<Row>> {
  const { asOf, place } = asked
  const subjects = await subjectsOf(ctx, read, side.kind, asOf)
  const where = await placesOf(ctx, read, side, subjects, asOf)
  const places = new Map<string, number>()
  for (const text of where.values()) places.set(text, (places.get(text) ?? 0) + 1)
  const rows = subjects.map((subject) =>
    rowOf(subject, {
      id: subject.id,
      node: textOf(subject.facts[side.node]),
      part: side.part === undefined ? undefined : textOf(subject.facts[side.part]),
      place: where.get(subject.id),
      asOf: subject.asOf,
      demonstration: subject.demonstration,
    }),
  )
  if (place === undefined || !side.place) return { rows, placeUnknown: 0, places }
  return {
    rows: rows.filter((row) => row.place === place),
    placeUnknown: rows.filter((row) => row.place === undefined).length,
    places,
  }
}

const demanded =
  (kind: KindDefinition, on: Day) =>
  (subject: KindSubject, placed: Placed): Demanded => {
    const quantity = kind.demand?.quantity === undefined ? undefined : subject.facts[kind.demand.quantity]
    return {
      ...placed,
      standing: standingOf(kind, subject, on).standing,
      ...(typeof quantity === 'number' && { quantity }),
    }
  }

const supplied =
  (kind: KindDefinition) =>
  (subject: KindSubject, placed: Placed): Supplied => {
    const consent = kind.consentFact === undefined ? true : subject.facts[kind.consentFact]
    return { ...placed, consent: typeof consent === 'boolean' ? consent : undefined }
  }

async function bothSides(
  ctx: Context,
  read: ReadDb,
  definition: BalanceDefinition,
  asOf: AsOfDays,
  place: string | undefined,
) {
  const asked = { asOf, place }
  const [needKind, offerKind] = [kindOf(ctx, definition.demand.kind), kindOf(ctx, definition.supply.kind)]
  return {
    demand: await sideOf(ctx, read, definition.demand, asked, demanded(needKind, day(asOf.on))),
    supply: await sideOf(ctx, read, definition.supply, asked, supplied(offerKind)),
  }
}

/** Demand and supply on the nodes of a tree, with what cannot be placed or counted apart. */
export function readBalance(ctx: Context, query: Query): Promise<Answer> {
  const definition = definitionOf(ctx, query.balance)
  const asOf = asOfOf(ctx, query)
  const tree = packOf(ctx).pack.trees.find((one) => one.id === definition.tree)
  return reading(ctx, async (read) => {
    const { demand, supply } = await bothSides(ctx, read, definition, asOf, query.place)
    const known = new Set((tree?.nodes ?? []).map((node) => node.code))
    const parents = new Set((tree?.nodes ?? []).flatMap((node) => node.parent ?? []))
    // A code that the tree does not have places nobody.
    const nodeOf = (row: Placed) => (row.node !== undefined && known.has(row.node) ? row.node : undefined)
    const [needs, offers] = [
      Map.groupBy(demand.rows, (row) => nodeOf(row) ?? ''),
      Map.groupBy(supply.rows, (row) => nodeOf(row) ?? ''),
    ]
    const unplaced = supplyOf(offers.get('') ?? [])
    const cellsOf = (own: readonly Demanded[], there: readonly Supplied[]) => {
      const [wanted, at] = [demandOf(own), supplyOf(there)]
      const days = [...own, ...there].map((row) => row.asOf).toSorted()
      return {
        demand: wanted,
        supply: at,
        balance: balanceOf(wanted, at, unplaced),
        ...(days.length > 0 && { asOf: { from: days[0] as string, to: days.at(-1) as string } }),
      }
    }
    const nodes = (tree?.nodes ?? []).filter(
      (node) =>
        needs.has(node.code) || offers.has(node.code) || (!parents.has(node.code) && !node.placeholder),
    )
    return {
      id: definition.id,
      label: definition.label,
      ...(definition.note && { note: definition.note }),
      on: asOf.on,
      known: asOf.known,
      needKind: definition.demand.kind,
      offerKind: definition.supply.kind,
      nodes: nodes.map((node) => {
        const [own, there] = [needs.get(node.code) ?? [], offers.get(node.code) ?? []]
        const parts = [...new Set([...own, ...there].flatMap((row) => row.part ?? []))].toSorted()
        return {
          code: node.code,
          ...(node.parent !== undefined && { parent: node.parent }),
          label: node.label,
          ...cellsOf(own, there),
          parts: parts.map((part) => {
            const of = <Row extends Placed>(rows: readonly Row[]) => rows.filter((row) => row.part === part)
            return { part, demand: demandOf(of(own)), supply: supplyOf(of(there)) }
          }),
        }
      }),
      unplaced: { demand: demandOf(needs.get('') ?? []), supply: unplaced },
      total: { demand: demandOf(demand.rows), supply: supplyOf(supply.rows) },
      places: [...new Set([...demand.places.keys(), ...supply.places.keys()])].toSorted().map((place) => ({
        place,
        demand: demand.places.get(place) ?? 0,
        supply: supply.places.get(place) ?? 0,
      })),
      placed: {
        demand: definition.demand.place !== undefined,
        supply: definition.supply.place !== undefined,
      },
      placeUnknown: { demand: demand.placeUnknown, supply: supply.placeUnknown },
      demonstration: [...demand.rows, ...supply.rows].some((row) => row.demonstration),
    }
  })
}

/** The rows behind a figure of a balance. */
export function readBalanceRows(ctx: Context, query: RowQuery): Promise<RowAnswer> {
  const definition = definitionOf(ctx, query.balance)
  const asOf = asOfOf(ctx, query)
  const tree = packOf(ctx).pack.trees.find((one) => one.id === definition.tree)
  const known = new Set((tree?.nodes ?? []).map((node) => node.code))
  return reading(ctx, async (read) => {
    const { demand, supply } = await bothSides(ctx, read, definition, asOf, query.place)
    const at = (row: Placed) =>
      (query.node === undefined ||
        (query.node.trim() === ''
          ? row.node === undefined || !known.has(row.node)
          : row.node === query.node)) &&
      (query.part === undefined || row.part === query.part)
    const wanted: readonly (Demanded | Supplied)[] =
      query.side === 'demand'
        ? demand.rows.filter((row) => at(row) && (!query.standing || query.standing.includes(row.standing)))
        : supply.rows.filter(
            (row) =>
              at(row) && (query.consent === undefined || String(row.consent ?? 'unknown') === query.consent),
          )
    const from = query.cursor === undefined ? 0 : Number(query.cursor)
    const page = wanted.slice(from, from + query.limit)
    const shown = new Map(
      (
        await openProfiles(
          ctx,
          read,
          await profilesAsOf(
            ctx,
            read,
            page.map((row) => row.id),
            asOf,
          ),
        )
      ).map((row) => [row.id, row]),
    )
    const kind = query.side === 'demand' ? definition.demand.kind : definition.supply.kind
    return {
      kind,
      rows: page.map((row) => {
        const { holder } = kindOf(ctx, kind)
        const profile = shown.get(row.id)
        const held = holder === undefined ? undefined : profile?.values[holder]
        return {
          id: row.id,
          name: profile?.name ?? '',
          ...(typeof held === 'string' && { holder: held }),
          ...(row.node !== undefined && known.has(row.node) && { node: row.node }),
          ...(row.part !== undefined && { part: row.part }),
          ...(row.place !== undefined && { place: row.place }),
          asOf: row.asOf,
          ...('standing' in row && {
            standing: row.standing,
            ...(row.quantity !== undefined && { quantity: row.quantity }),
          }),
          ...('consent' in row && row.consent !== undefined && { consent: row.consent }),
          demonstration: row.demonstration,
        }
      }),
      ...(from + query.limit < wanted.length && { next: String(from + query.limit) }),
      total: wanted.length,
    }
  })
}

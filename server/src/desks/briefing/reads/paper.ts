import {
  amountOf,
  definitionLabel,
  isLate,
  lateAmong,
  projectView,
  sittingsAsOf,
  stageLabel,
  summed,
  tasksAsOf,
  taskViews,
} from '../../../capabilities/dispatch/index.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import {
  definitionOf,
  type JourneyRow,
  type Judged,
  journeyReach,
  journeysAsOf,
  judgeJourneys,
  lightOf,
} from '../../../spine/journeys/index.ts'
import type { OrderRow } from '../../../spine/orders/index.ts'
import { type AsOfDays, asOfOf, officeLabel, packOf } from '../../../spine/pack.ts'
import { changesOf, isMeasured, populationsOf } from '../../../spine/targets/index.ts'
import type { briefingContract, Paper } from '../contract.ts'

/** Late projects that a paper lists; it says how many it leaves out. */
const LATE = 20

type Known = ReadonlyMap<string, Judged>

/** Projects of a definition that the reader may see, as they were known at the end of a day. */
async function knownOn(ctx: Context, read: ReadDb, definition: string, asOf: AsOfDays): Promise<Known> {
  const rows = (await journeysAsOf(read, asOf, definition)).filter(journeyReach(ctx))
  return new Map((await judgeJourneys(ctx, read, rows, asOf)).map((one) => [one.row.id, one]))
}

export function standingOf(known: Iterable<Judged>): Paper['after'] {
  const open = [...known].filter(({ row }) => row.closed === undefined)
  const lights = { green: 0, yellow: 0, red: 0, unknown: 0 }
  for (const one of open) {
    const light = lightOf(one)
    if (light) lights[light.light]++
  }
  return { n: open.length, ...summed(open.map((one) => amountOf(one))), lights }
}

const headOf = (ctx: Context, { row }: Judged) => {
  const office = officeLabel(ctx, row.careOffice)
  return { id: row.id, no: row.no, title: row.title, ...(office && { office }) }
}

/** Kinds of evidence that came on file after an instant. */
function evidenceSince(ctx: Context, row: JourneyRow, knownAt: string) {
  const { evidence } = packOf(ctx).pack
  return [
    ...new Set(row.evidence.filter(({ recordedAt }) => recordedAt > knownAt).map(({ kind }) => kind)),
  ].flatMap((kind) => evidence.find(({ id }) => id === kind)?.label ?? [])
}

/** What changed between two days, each reading as it was known at the end of its own. */
export function readPaper(ctx: Context, query: InputOf<typeof briefingContract.paper>): Promise<Paper> {
  const definition = definitionOf(ctx, query.definition)
  if (!definition) throw refuse('not-found', { definition: query.definition })
  const { from, to } = query
  if (from >= to) throw refuse('days-reversed', { from, to })
  const [earlier, later] = [asOfOf(ctx, { on: from, known: from }), asOfOf(ctx, { on: to, known: to })]
  return reading(ctx, async (read) => {
    const [was, is] = [
      await knownOn(ctx, read, definition.id, earlier),
      await knownOn(ctx, read, definition.id, later),
    ]
    const moved = movesOf(ctx, { was, is, earlier })
    const late = lateAmong(
      ctx,
      [...is.values()].filter(({ row }) => row.closed === undefined),
      later,
    )
    const sittings = await sittingsAsOf(read, later)
    const mine = new Set(is.keys())
    const tasks = (await tasksAsOf(ctx, read, later)).filter(({ journeyId }) => mine.has(journeyId))
    const between = (day: string | undefined) => day !== undefined && day > from && day <= to
    const views = (rows: typeof tasks) => taskViews(ctx, read, rows, later)
    return {
      from,
      to,
      definition: definition.id,
      definitionLabel: definitionLabel(ctx, definition.id),
      before: standingOf(was.values()),
      after: standingOf(is.values()),
      stages: definition.stages.map(({ id, label }) => ({
        label,
        before: inStage(was, id),
        after: inStage(is, id),
      })),
      ...moved,
      orders: ordersMoved(ctx, was, is),
      late: late.slice(0, LATE).map((one) => projectView(ctx, one, sittings)),
      lateMore: Math.max(0, late.length - LATE),
      tasks: {
        given: await views(tasks.filter(({ decidedOn }) => between(decidedOn))),
        struck: await views(tasks.filter(({ struck }) => between(struck?.day))),
        late: await views(tasks.filter((row) => isLate(row, to))),
      },
      indicators: await indicatorsMoved(ctx, read, { definition: definition.id, from, to }),
      demonstration: [...is.values()].some(({ row }) => row.demonstration),
    }
  })
}

const inStage = (known: Known, stage: string) =>
  [...known.values()].filter(({ row }) => row.stage === stage && row.closed === undefined).length

type Moves = Pick<Paper, 'opened' | 'advanced' | 'setBack' | 'ended' | 'restated' | 'lights'>

function movesOf(
  ctx: Context,
  { was, is, earlier }: { readonly was: Known; readonly is: Known; readonly earlier: AsOfDays },
): Moves {
  const moves: Moves = { opened: [], advanced: [], setBack: [], ended: [], restated: [], lights: [] }
  for (const [id, now] of is) {
    const before = was.get(id)
    const { row, definition } = now
    const label = (stage: string) => stageLabel(definition.stages, stage)
    const move = {
      ...headOf(ctx, now),
      to: label(row.stage),
      day: row.since,
      evidence: evidenceSince(ctx, row, earlier.knownAt),
      confidential: row.confidential === true,
    }
    if (!before) moves.opened.push({ ...move, day: row.openedOn })
    const from = before && { from: label(before.row.stage) }
    const back = row.setBacks?.at(-1)
    const isBack = (row.setBacks?.length ?? 0) > (before?.row.setBacks?.length ?? 0)
    if (row.closed && !before?.row.closed) {
      const exit = definition.exits.find((one) => one.id === row.closed?.exit)
      moves.ended.push({
        ...move,
        from: label(row.stage),
        to: exit?.label ?? { zh: row.closed.exit, en: row.closed.exit },
        day: row.closed.day,
        reason: row.closed.reason,
      })
    } else if (isBack && back)
      moves.setBack.push({
        ...move,
        from: label(back.from),
        to: label(back.to),
        day: back.day,
        reason: back.reason,
      })
    else if (before && before.row.stage !== row.stage) moves.advanced.push({ ...move, ...from })
    if (!before) continue
    const [amount, amountBefore] = [amountOf(now), amountOf(before)]
    if (amount !== amountBefore)
      moves.restated.push({
        ...headOf(ctx, now),
        ...(amountBefore !== undefined && { before: amountBefore }),
        ...(amount !== undefined && { after: amount }),
      })
    const [light, lightBefore] = [lightOf(now), lightOf(before)]
    if (!row.closed && light?.light !== lightBefore?.light)
      moves.lights.push({
        ...headOf(ctx, now),
        ...(lightBefore && { before: lightBefore }),
        ...(light && { after: light }),
      })
  }
  return moves
}

function ordersMoved(ctx: Context, was: Known, is: Known): Paper['orders'] {
  const earlier = new Map([...was.values()].flatMap(({ orders }) => orders).map((order) => [order.id, order]))
  const { elements } = packOf(ctx).pack
  const moved: Paper['orders'] = { raised: [], confirmed: [], disputed: [] }
  const line = (order: OrderRow, day: string) => ({
    id: order.id,
    no: order.no,
    element: elements.find(({ id }) => id === order.element)?.label ?? {
      zh: order.element,
      en: order.element,
    },
    what: order.what,
    office: officeLabel(ctx, order.office) ?? { zh: order.office, en: order.office },
    ...(order.party && { party: order.party.name }),
    ...(order.journey && { project: order.journey.title }),
    ...(order.promisedOn !== undefined && { promisedOn: order.promisedOn }),
    day,
  })
  for (const order of [...is.values()].flatMap(({ orders }) => orders)) {
    const before = earlier.get(order.id)
    if (!before) moved.raised.push(line(order, order.raisedOn))
    if (order.state === 'confirmed' && before?.state !== 'confirmed')
      moved.confirmed.push(line(order, order.confirmedOn ?? order.lastDay))
    if (order.disputes > (before?.disputes ?? 0)) moved.disputed.push(line(order, order.lastDay))
  }
  return moved
}

/** Counted figures that are fed by these projects, with what moved them. */
async function indicatorsMoved(
  ctx: Context,
  read: ReadDb,
  { definition, from, to }: { readonly definition: string; readonly from: string; readonly to: string },
): Promise<Paper['indicators']> {
  const fed = packOf(ctx).pack.indicators.filter(
    (one) =>
      isMeasured(one) &&
      populationsOf(one).some((population) => 'journeys' in population && population.journeys === definition),
  )
  const moved: Paper['indicators'] = []
  for (const indicator of fed) {
    const changes = await changesOf(ctx, read, indicator, { from, to })
    const counts = (stood: { readonly verdict: string } | undefined) => stood?.verdict === 'yes'
    moved.push({
      id: indicator.id,
      label: indicator.label,
      ...(indicator.unit !== undefined && { unit: indicator.unit }),
      ...(changes.before !== undefined && { before: changes.before }),
      ...(changes.after !== undefined && { after: changes.after }),
      ...(indicator.value !== undefined && { target: indicator.value }),
      in: changes.rows.filter((row) => counts(row.after) && !counts(row.before)).map(({ title }) => title),
      out: changes.rows.filter((row) => counts(row.before) && !counts(row.after)).map(({ title }) => title),
      demonstration: indicator.demonstration === true,
    })
  }
  return moved
}

import { day } from '@qiongding/kernel'
import { type DemoRows, demoRows } from '@qiongding/pack-format'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Actor } from '../platform/abilities.ts'
import { contractOf } from '../platform/http/contract.ts'
import { makeSignIn, putMember } from '../platform/identity/people.ts'
import { done, verb } from '../platform/verb/verb.ts'
import { raiseOrder } from '../spine/journeys/index.ts'
import { findOrder, orderVerbs } from '../spine/orders/index.ts'
import { lists, profilesById, seekDuplicates, withHolders, writeStatements } from '../spine/registry/index.ts'
import { recordDemonstration, takeReadings } from '../spine/targets/index.ts'
import type { Workbench } from '../workbench.ts'
import { journeySteps } from './journeys.ts'
import { contextOn, type Loader, officer, type Step, system } from './loader.ts'

const internal = contractOf({
  load: {
    name: 'demonstration.load',
    method: 'POST',
    path: '/-',
    ability: 'registry.import',
    body: z.object({ kind: z.string() }),
    output: z.unknown(),
  },
})
const EVERYTHING = [{ ability: '*' }]

/** Writes made-up statements of one kind and one day, labelled as such for ever. */
const loadStatements = verb(
  {
    ...internal.load,
    body: z.object({
      kind: z.string(),
      asOf: z.string(),
      rows: z.array(
        z.object({
          id: z.string(),
          fresh: z.boolean(),
          values: z.record(z.string(), z.unknown()),
          source: z.string().default('演示'),
        }),
      ),
    }),
  },
  async (tx, ctx, { kind, asOf, rows }) => {
    const stated = await withHolders(
      tx,
      ctx,
      kind,
      rows as { id: string; fresh: boolean; source: string; values: Record<string, never> }[],
    )
    const ids = await writeStatements(
      tx,
      ctx,
      kind,
      stated.map((row) => ({
        subjectId: row.id,
        fresh: row.fresh,
        source: row.source,
        asOf,
        values: row.values,
        demonstration: true,
      })),
    )
    return done({ n: ids.length } as unknown, {
      name: 'demonstration.loaded',
      about: { kind, id: rows[0]?.id ?? uuidv7() },
      day: asOf,
      after: { kind, statements: ids.length },
    })
  },
)

/**
 * Enters the made-up rows of the pack as people would have entered them: through the same verbs, day by day, with the same gates.
 * All of it is one transaction: a process that dies meanwhile leaves an empty district, which the next start fills.
 * Answers how many things happened.
 */
export async function loadDemonstration(workbench: Workbench): Promise<number> {
  const { pack } = workbench.pack
  const { database, district } = workbench
  const rows = demoRows(pack, { today: workbench.clock.today() })
  const people: { userId: string; person: DemoRows['people'][number] }[] = []
  for (const person of rows.people) {
    const { userId } = await makeSignIn(
      database,
      {
        account: person.email,
        password: person.password,
        name: person.label.zh,
      },
      district.id,
    )
    people.push({ userId, person })
  }
  const steps = await database.withDistrict(district.id, async (tx) => {
    const loader: Loader = {
      workbench,
      tx,
      rows,
      subjects: new Map(),
      journeys: new Map(),
      orders: new Map(),
    }
    await enterStatements(loader)
    for (const { userId, person } of people) {
      const partyId = person.party === undefined ? undefined : loader.subjects.get(person.party)
      const party = partyId === undefined ? undefined : (await profilesById(tx, [partyId]))[0]
      await putMember(tx, userId, {
        account: person.email,
        name: person.label.zh,
        role: person.role,
        ...(person.office !== undefined && { office: person.office }),
        ...(party && { party: { id: party.subject_id, name: party.name } }),
        demonstration: true,
      })
    }
    const steps = [
      ...journeySteps(loader),
      ...orderSteps(loader),
      ...readingSteps(loader),
      ...versionSteps(loader),
    ]
    const all = steps.toSorted((a, b) => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.rank - b.rank))
    for (const step of all) await step.take()
    // Some rows stand there twice: they are to be found when somebody looks.
    for (const kind of pack.kinds)
      if (kind.role === 'party' || kind.person)
        await seekDuplicates({ ...workbench.contextFor(system), tx }, { kind: kind.id })
    return all.length
  })
  await takeReadings(workbench.contextFor(system))
  return rows.statements.length + steps
}

async function enterStatements(loader: Loader): Promise<void> {
  const { kinds } = loader.workbench.pack
  // Parties first: posts name the enterprises they belong to.
  const partyFirst = (kind: string) => (kinds.get(kind)?.role === 'party' ? 0 : 1)
  const groups = Map.groupBy(
    loader.rows.statements,
    (statement) => `${partyFirst(statement.kind)} ${statement.kind} ${statement.asOf}`,
  )
  for (const key of [...groups.keys()].toSorted()) {
    const statements = groups.get(key) ?? []
    const first = statements[0]
    if (!first) continue
    const rows = statements.map((statement) => {
      const known = loader.subjects.get(statement.row)
      const id = known ?? uuidv7()
      loader.subjects.set(statement.row, id)
      return {
        id,
        fresh: known === undefined,
        values: { ...statement.values },
        ...(statement.source !== undefined && { source: statement.source }),
      }
    })
    await loadStatements(contextOn(loader, first.asOf, system), { kind: first.kind, asOf: first.asOf, rows })
  }
}

function orderSteps(loader: Loader): Step[] {
  const { pack } = loader.workbench.pack
  return loader.rows.orders.flatMap((order): Step[] =>
    order.steps.map(
      (step): Step => ({
        day: step.day,
        rank: 2,
        take: async () => {
          const office = officer(
            order.office,
            pack.offices.find((one) => one.id === order.office)?.label.zh ?? '',
          )
          const id = loader.orders.get(order.id) as string
          const partyId = order.party === undefined ? undefined : loader.subjects.get(order.party)
          if (step.do === 'raise') {
            const journeyId = order.journey === undefined ? undefined : loader.journeys.get(order.journey)
            const raised = await raiseOrder(contextOn(loader, step.day, system), {
              ...(journeyId !== undefined ? { journeyId } : { partyId }),
              element: order.element,
              what: order.what.zh,
              needBy: order.needed,
              office: order.office,
              ...(order.quantity !== undefined && { quantity: order.quantity }),
              ...(order.blocks !== undefined && { blocks: order.blocks }),
            })
            loader.orders.set(order.id, raised.id)
            return
          }
          const ctx = contextOn(loader, step.day, office)
          if (step.do === 'accept') return orderVerbs.acceptOrder(ctx, { id })
          if (step.do === 'commit')
            return orderVerbs.commitOrder(ctx, { id, promisedOn: step.promise ?? step.day })
          if (step.do === 'deliver') return orderVerbs.deliverOrder(ctx, { id, fileIds: [] })
          const found = await findOrder(ctx, loader.tx, id)
          const enterprise: Actor = {
            kind: 'enterprise',
            id: `demonstration ${found.party?.id}`,
            name: found.party?.name ?? '演示企业',
            party: found.party?.id ?? '',
            channel: 'sign-in',
            grants: EVERYTHING,
          }
          const speaking = contextOn(loader, step.day, enterprise)
          return step.do === 'confirm'
            ? orderVerbs.confirmOrder(speaking, { id })
            : orderVerbs.disputeOrder(speaking, { id, reason: step.note ?? '演示' })
        },
      }),
    ),
  )
}

function readingSteps(loader: Loader): Step[] {
  const today = loader.workbench.clock.today()
  return loader.rows.readings
    .filter((reading) => reading.day <= today)
    .map((reading) => ({
      day: day(reading.day),
      rank: 5,
      take: () =>
        recordDemonstration(contextOn(loader, reading.day, system), {
          id: reading.indicator,
          day: reading.day,
          value: reading.value,
          source: reading.source ?? reading.note ?? '演示',
        }),
    }))
}

/** Versions of lists, prepared by the office that owns the list and reviewed by the first that the list names for it. */
function versionSteps(loader: Loader): Step[] {
  const { pack } = loader.workbench.pack
  return loader.rows.versions.map(({ list: id, day: on, note, review }) => ({
    day: on,
    rank: 6,
    take: async () => {
      const list = pack.lists.find((one) => one.id === id)
      const of = (office: string) =>
        contextOn(loader, on, officer(office, pack.offices.find((one) => one.id === office)?.label.zh ?? ''))
      const [publisher, reviewer] = [list?.publishers[0] ?? '', list?.reviewers[0] ?? '']
      const draft = await lists.prepareVersion(of(publisher), {
        list: id,
        ...(note !== undefined && { note }),
      })
      await lists.fillVersion(of(publisher), draft.id)
      await lists.reviewVersion(of(reviewer), { id: draft.id, agreed: true, note: review })
      await lists.publishVersion(of(publisher), { id: draft.id })
    },
  }))
}

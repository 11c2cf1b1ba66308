import type { Day } from '@qiongding/kernel'
import type { DemoRows } from '@qiongding/pack-format'
import type { Actor } from '../platform/abilities.ts'
import { clockIn } from '../platform/clock.ts'
import type { WriteTx } from '../platform/db/database.ts'
import type { Context } from '../platform/verb/context.ts'
import type { Workbench } from '../workbench.ts'

const EVERYTHING = [{ ability: '*' }]

export type Loader = {
  readonly workbench: Workbench
  readonly tx: WriteTx
  readonly rows: DemoRows
  readonly subjects: Map<string, string>
  readonly journeys: Map<string, string>
  readonly orders: Map<string, string>
}

/** A context on a past day: what is entered then is recorded then, so that past days can be looked at as they were known. */
export function contextOn({ workbench, tx }: Loader, on: Day, actor: Actor): Context {
  const { pack } = workbench.pack
  const noon = new Date(Date.parse(clockIn(pack.timezone).endOf(on)) - 43_200_000)
  const now = workbench.clock.now()
  return {
    ...workbench.contextFor(actor),
    tx,
    clock: clockIn(pack.timezone, () => (noon < now ? noon : now)),
  }
}

export const system: Actor = { kind: 'system', id: 'demonstration', name: '演示', grants: EVERYTHING }
export const officer = (office: string, label: string): Actor => ({
  kind: 'person',
  id: `demonstration ${office}`,
  name: `演示${label}`,
  office,
  grants: EVERYTHING,
})

export type Step = { readonly day: Day; readonly rank: number; readonly take: () => Promise<unknown> }
